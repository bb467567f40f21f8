import type { LanguageTable } from '../kinds';

export const KOREAN: LanguageTable = {
  yes: '승인* 결재*',
  review: '검토* 확인*',
  human: '사람*',
  person: '고객* 팀장* 대표님* 담당자* 법무* 상사* 사장*',
  start: '배포* 실행* 시작* 진행* 출시*',
  after: '후 후에 뒤에 이후',
  needed: '필요*',
  wait: '대기*',
  manual: '수동*',
  build: '구현* 추가*',
};
