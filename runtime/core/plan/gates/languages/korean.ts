import type { LanguageTable } from '../kinds';

export const KOREAN: LanguageTable = {
  yes: '승인* 결재*',
  review: '검토* 확인*',
  human: '사람*',
  person: '고객*',
  needed: '필요*',
  wait: '대기*',
  manual: '수동*',
  build: '구현* 추가*',
};
