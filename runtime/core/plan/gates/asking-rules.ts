import { WIDER } from './kinds';
import { RuleIndex } from './rule-index';
import { meetsAll, needsOf, type SignSet, signSet } from './sign-set';

// Rules over the signs of `kinds.ts`, each with an example of what it hears: `c` is a name, `@` somebody who is mentioned,
// `o` any other word, `_` a dash, `<` and `>` brackets. Gaps are bounded, so every search is linear.

/** Ask wherever they stand. */
const ASK: readonly RegExp[] = [
  /[!h]/, // I'll do
  /[NWQ12p][^_X]{0,6}Y/, // get approval
  /[U8][^_X,]{0,5}Y/, // after sign-off
  /[U8]o?[Pc][^_]{0,4}V/, // before the security team has given its okay
  /Vo?N/, // 許可を得て
  /8R/, // после подтверждения
  /X[^_]{0,14}E[^_,]{0,4}[YVRK]/, // Nicht ohne Freigabe
  /EYX/, // 未经批准不得
  /Do?Y/, // pending approval
  /[NW][^_X,]{0,3}[IHPc]o?V/, // requires my OK
  /[NW12][o4]{0,2}V(?:[F5]|Gc)/, // Nécessite l'accord du
  /[IH]V/, // my OK
  /1[^_,]{0,2}V(?:[F5PcG]|>)/, // só com autorização da gerência
  /[NW]o{0,2}4?o?IG/, // Wait for my go
  /Y[^X_]{0,8}[DN]/, // approval is required
  /YF/, // firma del
  /Yo{0,3}U/, // approval before
  /Y[8G]/, // Freigabe starten
  /[PHIMc@][oL]?Y/, // legal sign-off
  /X[^_]{0,6}G[^_]{0,14}[UE1][^_]{0,12}[YVAOHIPR@]/, // NOT run without asking me
  /XL?Go{0,3}[UE](?![^_]{0,8}[Kw])/, // not start until
  /X[U18][^_]{0,8}[YVAHI]/, // off until I
  /XG[^_]{0,3}a/, // don't merge this yourself
  /XL{1,2}a/, // Not to be automated
  /S[^_]{0,8}[YAQH]/, // STOP: wait for approval
  /So{0,2}[&,:4_]{1,2}o?[RWOQKN]/, // STOP: wait
  /S[^_]{0,8}U[^_]{0,10}[AOR]/, // STOP until Ann has approved
  /W[4oF]{0,3}[PHI@]/, // Wait for my
  /W[^_X]{0,4}[RA]/, // Await decision
  /WU[^_]{0,3}[PHIJc@][^_]{0,3}[AORKY]/, // Wait until I have tested
  /W4?c(?:L{0,2}[AORKY]|$)/, // Wait for Anna
  /H[LFo]{0,2}[AORKYVDCwv]/, // human review
  /@[Lo]{0,2}[AOv]/, // @alice to confirm
  /@L[RK]/, // @alice to check
  /Hg/, // Human gate
  /P[LoJ]{0,3}A/, // CTO approves
  /PL{1,3}[ORv]/, // user to review
  /P[LoJ]{0,2}[ORK][^_]{0,9}U/, // user to review before
  /IL?[AO]/, // I say so
  /IoL[AOKR]/, // I want to look at
  /HL/, // human must
  /HL?G/, // 人が実施
  /[sH]Fo?[oPc]?L/, // Somebody from ops has to
  /sL/, // Someone must
  /^[^_,:]{0,3}LH[oG]?$/, // Muss ein Mensch machen
  /LLA/, // must be approved
  /[AO]F[PIHc@]/, // aprobado por legal
  /^c?PL{0,2}vo{0,3}$/, // Product owner reviews the result
  /^PR$/, // Legal review
  /cL{0,2}A/, // Tom approves
  /U[^_,]{0,10}A/, // until X has approved
  /[80]o?L{0,2}A/, // Once approved
  /[U810]KL{0,2}A/, // only after QA signs off
  /[U81][^_,]{0,6}[PHIJc@][^_,]{0,3}[AORK]/, // after you confirm
  /0[PHIJc@]L{0,3}[AO]/, // when I confirm
  /[U81][^_,]{0,3}[RK]F?o?[PHI@]/, // avant validation du client
  /N[^_X:,]{0,2}R/, // needs review
  /[ND]R/, // needs review
  /RL{0,2}D(?![KTocR])/, // Decision pending
  /[NW2][^_X]{0,3}H/, // needs human
  /N[^_X]{0,2}M/, // Requires manual
  /Mw[:<DN]/, // Manual step:
  /MwF/, // Manual work by
  /M[RK]o?[DF]/, // Manual QA by
  /[RK]MF/, // Validation manuelle par
  /<M(?:[wRK]?>|[,_][^>]{0,12}>)/, // (manual)
  /<[HCgY]>/, // (human)
  /<H[D]>/, // (human required)
  /^M:[VD]/, // manual: yes
  /[PIJ]K[^_]{0,8}M/, // user tests the app by hand
  /C:[^_]{0,8}[HMRKAYOP]/, // checkpoint: human-verify
  /g[:=]D/, // gate="blocking
  /g:[^_]{0,10}[YAORHMP]/, // gate: stakeholders
  /^[oc]?C[oc]?_/, // CHECKPOINT —
  /[rt]:[MCH]/, // type: manual
  /[rdP]:o?[HI]/, // Owner: me
  /[rd]:P/, // executor: user
  /a[:=]X/, // auto: no
  /Q[IH]/, // Ask me
  /Q[^_X,:T]{0,3}f/, // Ask Joe first
  /f[^_,:X]{0,2}[QY]/, // Сначала спросить
  /f[&54]?[PHc@I]o?[RKAO]/, // 先和法务确认
  /QU/, // Ask before you
  /Q[^_]{0,3}[cPHIJ@][^_]{0,2}U/, // Ask me before
  /^Q[Pc]$/, // Ask Anna.
  /[Pc@I][oF]Q/, // 私に聞いて
  /Qo?P[UL8]/, // Ask the user before
  /^Q[^_]{1,6}L[AOY]/, // ask Jane to approve
  /[RKAO][^_]{0,2}5[IJ]?[PIJH@]/, // confirm with me
  /^Q[o4]?(?!~)[Pc@][,&]{1,3}[GKRo]/, // Ask Bob, then ship
  /^Q[o4]?o?(?!~)[PcI@],?[^_:,]?[0Z]/, // Demander à Marie si
  /(?:^|[_,<])(?!~)[PcI@]Q,[^_:,]?[0Z&]/, // Max fragen, ob
  /Qo{0,3}P?[oc]{0,3}[RO](?:$|[8U,_>]|o?G)/, // 先找张三确认
  /<Q(?!~)[PcI@][>,]/, // (ask Ann)
  /7L{0,2}A/, // QA must approve
  /W[4oF]{0,2}7(?!o?T)/, // Wait for QA
  /2:?7(?!o?T)/, // Blocked by QA
  /7[,&]{1,2}W/, // Hand over to QA and wait
  /15(?!~)[cPIH@]o{0,3}[GVYA]/, // Only with Kim's explicit go
  /^c?W[4F]:[^X]/, // waiting for: vendor quote
  /(?!~)[PcI@][RKAO]8/, // 고객 확인 후
  /[8U]KF(?!~)[Pc]/, // après validation de Paul
  /[9N]o?[PHI]L?[AORK]/, // needs human review
  /[Frd]o?H/, // done by a human
  /[rd]o?I/, // done by me
  /d[Pc@]/, // done by Anna
  /^[oc<>:_]{0,4}u(?:[5DF_,:]|$)/, // UAT with
  /[NW]o?u/, // Needs UAT
  /2:?[^_]{0,5}[PHIY@]/, // Blocked by: legal
  /^2:[oc]/, // Blocker: hardware
  /^(?:[oc]{1,2}:)?k(?:[_,U8F4<W]|:(?!X)|$)/, // On hold
  /k4?[PI@]/, // On hold for legal
  /kU/, // on hold until
  /p[:o]{0,2}[^_]{0,5}[YRAH]/, // Prerequisite: legal sign-off
  /Z?1[cPI](?:L|9)/, // that only Tom has
  /1[HI]/, // only humans
  /H1/, // Humans only
  /X[^_]{0,2}E[F4]?[cPHI@]/, // Not without Anna
  /^[oc]?XaG/, // Nicht automatisch ausführen
  /ao?GX/, // 自動で実行しない
  /4[cPI@]W/, // Auf Anna warten
  /RW/, // 確認待ち
  /(?!~)[PI@]FR/, // 上司に確認
  /(?!~)[PI@]F[^_,BT]{1,3}W/, // 客先の回答を待つ
  /^I[oF]?W/, // 私を待って
  /(?:^|[<_])W4?c(?!o?[TG])/, // Await Anna's reply
  /^[Q]?PV$/, // 领导同意
  /^Qo?P$/, // Preguntar al cliente
  /^o?OU/, // Confirm before deleting
  /[Pc]Lf[AO]/, // Kunde muss vorher zustimmen
  /[N1]s/, // Needs somebody with access
  /(?!~)PL[^_,:]{1,6}f/, // The vendor must enable it first
  /1[^_]{0,4}0I/, // only continue when I
  /W,U[PcI@]/, // Warten, bis der Kunde
  /RoN/, // 確認を取る
  /[8U]V[FPc]/, // after OK from
  /D[cI]o?V/, // Pending Anna's OK
  /W4?KF?[Pc]/, // Attendre la validation du client
  /WF[cP@]/, // In attesa di Anna
  /WU[cI@]/, // Wait until Anna is back
  /^e[PcI@]/, // 等老板回复
  /V8o?G/, // 同意后再开始
  /VE[^_]{0,2}GX/, // 許可なく実行しない
  /E[^_,]{0,3}V[^_]{0,2}X/, // 没有我的同意不要做
  /^cL[KRO]/, // Anna has to look at
  /[cP@]NA/, // Anna needs to approve
  /^LoH$/, // Debe hacerlo una persona
  /y1[cIHP]/, // darf nur Anna
  /mLG?X/, // Agents must not touch this
  /mLS/, // The agent must stop here
  /Xm[XLy]/, // No agent may run this
  /,Xm$/, // not the agent
  /^mX[oG]$/, // 机器人不要碰
  /^Xa[:,_]/, // Not unattended:
  /^I(?::|$)/, // Mine
  /[RO]5c/, // Design review with Anna
  /@F[RVY]/, // 田中さんの許可
  /[PIc@]LR[^_,]{0,4}U/, // 私が確認するまで
  /Q5[cPI@]/, // Согласовать с Анной
  /5[PcI@]Q/, // mit dem Kunden abstimmen
  /IN?LA/, // I need to approve
  /1[c@]y/, // only Tom can
  /^w?[14]{0,2}H[14]?$/, // For humans
  /^M$/, // By hand
  /^P1$/, // Owner only
  /^4I$/, // For me
  /^(?:[MH]w|wM)$/, // Manual steps
  /wM[:<DN_]/, // Paso manual:
  /<[^>a&]{0,4}M>/, // (à faire à la main)
  /^[^_,:XBTJ6]{0,4}%$/, // Da fare a mano
  /%F[Pc@]/, // manually by ops
  /^[^_,:XBTJ6y~]{1,5}%o?G$/, // DNS von Hand umstellen
  /X[^_,]{0,2}j/, // Do not automate
  /jX/, // 自動化しない
  /X4m/, // Not for agents
  /X9[^_]{0,2}m/, // Never let an agent do this
  /l[^_T,:B]{0,4}[IH@]/, // Leave this one for me
  /l4?[cP]/, // Leave to Ann
  /5[^_,:]{0,2}[PcHI@]o?x/, // with the DBA present
  /q[^_,]{0,3}U/, // Let me know before
  /(?:^|[_,:<])e[^_,:T]{1,5}[RAYO]/, // 等老王确认
  /^[oc<>:]{0,2}9[cP@]L?[KRAOv]/, // Have Anna check
  /N[c@]o[KARO]/, // Requires Anna to sign
  /i[PHIJc@]/, // Pair with Tom
  /@o[RO]/, // @ann と確認
];

/** Ask in the title of a task. */
const ASK_IN_TITLES: readonly RegExp[] = [
  /Y/, // Client approval
  /(?<!F)C(?:o?$|[:_,>5YRKHAPg]|o[:_])/, // Checkpoint 2
  /(?:^|[<_:,])H(?:[>:_,]|$)/, // HUMAN
  /^g:/, // Gate:
  /^M(?:[:_,RKwoc]|$)/, // Manual test
  /_M/, // - manual
  /^[GKRO].{0,14}M$/, // Deploy to production manually
  /M[RKw]/, // Manual test
  /[RKw]M$/, // Revisión manual
  /[Pc@]R$/, // Legal review
  /^P:/, // Legal:
  /^S(?:[_:,4UW]|$)/, // Stop for
  /^A(?!o?T)/, // Approve
  /^[Pc]Q$/, // Anna fragen
  /^MG/, // 手动部署
  /^[^_,:XBTJ6y~]{1,5}%o$/, // Deployment manuell auslösen
  /^[^_,:XBTJ6y~]{1,14}%o?G$/, // 旧サーバーの削除　※手動で行う
  /^K[FG](?!~)P$/, // Validation du client
  /^Q4?[Pc]$/, // Demander à Marie
  /^[oc]?W[4F]?[oT]{0,3}F(?!~)[cPI@]$/, // Ждём ответа от Ивана
  /^[RV](?:[FG]P|P$)/, // Confirmation du client
  /^VFc/, // Permiso de Juan
  /^cvo{1,3}$/, // Anna reviews the copy
  /^[oc<>:_]{0,4}u(?!T)/, // UAT
];

interface Pattern {
  readonly pattern: RegExp;
  readonly needs: readonly SignSet[];
}

function withNeeds(written: RegExp): Pattern {
  const pattern = widened(written);
  return { pattern, needs: needsOf(pattern) };
}

/** Has a rule hear the kinds whose words are also of the kinds that it names. */
function widened({ source }: RegExp): RegExp {
  const wide = source.replace(/\[[^\]]*\]|./g, (part) => {
    const signs = part.startsWith('[') ? part.slice(1, -1) : part;
    const more = [...signs].flatMap((sign) => WIDER.get(sign) ?? []).join('');
    return more === '' ? part : `[${signs}${more}]`;
  });
  return new RegExp(wide);
}
const IN_TEXTS = ASK.map(withNeeds);
const IN_TITLES = [...IN_TEXTS, ...ASK_IN_TITLES.map(withNeeds)];

const TEXT_RULES = new RuleIndex(IN_TEXTS);
const TITLE_RULES = new RuleIndex(IN_TITLES);

/** The rules as they are searched for. */
export const RULES: readonly RegExp[] = IN_TITLES.map(({ pattern }) => pattern);

/** Which signs of a clause ask for a person; undefined when none do. */
export function askingPart(
  signs: string,
  isTitle: boolean,
): { readonly from: number; readonly to: number } | undefined {
  // What is muted becomes an `o`.
  const all = `${signs}o`;
  const held = signSet(all);
  // What only builds or denies is asked about last: mostly no pattern has what it needs.
  let heard: string | undefined;
  let part: RegExpExecArray | null = null;
  (isTitle ? TITLE_RULES : TEXT_RULES).find(all, ({ pattern, needs }) => {
    if (!meetsAll(needs, held)) return false;
    heard ??= withoutWorks(withoutDenials(signs));
    part = pattern.exec(heard);
    return part !== null;
  });
  return partOf(part);
}

function partOf(found: RegExpExecArray | null): { readonly from: number; readonly to: number } | undefined {
  return found === null ? undefined : { from: found.index, to: found.index + found[0].length };
}

/** `no approval needed`, `approval is not required`, `requires approval: no`, `already approved`, `runs without a human` ask for none. */
function withoutDenials(spelling: string): string {
  let heard = spelling.replace(/q[^_,]{0,2}0[^_]*/, mute).replace(/X[NDLo4]{0,3}[YVM%HRK7D]{1,4}/g, mute);
  heard = heard
    .replace(/[YVRMH7]{1,2}[oL]{0,2}X[LDNo]{0,2}D/g, mute)
    .replace(/[YVRMHgC]:X/g, mute)
    .replace(/^[^NWU8]*Y[Lo]{0,2}6|6[LFo]?A/g, mute);
  const without = /E[^_,]{0,2}[YVMHRK7]{1,3}/.exec(heard);
  if (without !== null && !/[XS]/.test(heard.slice(0, without.index)) && !/^.{0,3}X/.test(heard.slice(without.index)))
    heard = heard.replace(without[0], mute);
  return heard;
}

/** `Add an approval workflow`: what is made, and things of an app, ask for nobody. */
function withoutWorks(spelling: string): string {
  const things = withoutBehaviour(withoutThings(spelling));
  if (/^[oc<>:]{0,3}b/.test(things)) return mute(things);
  const work = /(?:^[oc<>]{0,4}|[_,:&>L])B/g;
  let heard = things;
  for (let found = work.exec(things); found !== null; found = work.exec(things)) {
    const from = found.index + found[0].length;
    const end = from + endOfWork(things.slice(from));
    heard = heard.slice(0, from) + mute(things.slice(from, end)) + heard.slice(end);
    work.lastIndex = end;
  }
  return heard;
}

/** `approval page`, `bouton d'approbation`, `can approve`, `承認画面を実装`. */
function withoutThings(spelling: string): string {
  let heard = spelling
    .replace(/[YM%CH](?=[ocR]?[T#])|(?:[VgP~Iuh]|(?<![PIJHc@~s])[RK])(?=[T#])/g, 'o')
    .replace(/[T#][F4]{1,2}[oT#]?[YVRMC]|#[YVRC]|^K[F][oF]?Y/g, mute);
  if (heard.includes('Y')) heard = heard.replace(/Y(?=B(?:$|[_,>]))|(?<=^[oc]{0,2})Y(?=K)/g, 'o');
  if (heard.includes('y')) heard = heard.replace(/[YVAOR]y/g, mute);
  return heard.includes('n') ? heard.replace(/[^_,:<>8UN]{0,40}n/g, mute) : heard;
}

/** `After the manager approves, an email is sent`, `The dialog asks the customer`, `The client waits`: what an app does by itself. */
function withoutBehaviour(spelling: string): string {
  // `Before approval the amount can be changed.`
  if (/^U[oc]?Y,?[oT#~]{1,4}y/.test(spelling)) return mute(spelling);
  const heard = spelling.includes('W')
    ? spelling.replace(/^([P~]o{0,2})W/, '$1o').replace(/^[oc]?[T#]W4?[cYo].?$/, mute)
    : spelling;
  if (!heard.includes('z')) return heard;
  return heard
    .replace(/^[8U0]P?L{0,2}[YAR][^_:WNSX]{0,6}z/, mute)
    .replace(/^[Po~F]{0,5}[YAR][oF]{0,2}8[^_:WNSX]{0,8}z/, mute)
    .replace(/^[oc]?[T#mo]z(?![^_,:]{0,40}U[^_,:]{0,3}(?!~)[PcHI@])[^_,:]{0,600}/, mute)
    .replace(/z(?![k2])[^_,:]{0,40}~[^_,:]{0,60}/g, mute);
}

/** Where what is made is named no longer. */
function endOfWork(rest: string): number {
  const isLong = /^[^_,<:]{0,20}[Z0]/.test(rest);
  const end = isLong ? /[_<,]/ : /[_<:,UE8XS!2]|&[NWQ9]|YFo?[PcHI@]/;
  const at = rest.search(end);
  return at < 0 ? rest.length : at;
}

/** The same length, so that places stay. */
const mute = (signs: string): string => 'o'.repeat(signs.length);
