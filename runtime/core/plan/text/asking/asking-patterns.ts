// Patterns over the signs of `lexicon.ts`; `c` is a name, `@` somebody who is mentioned, `o` any other word, `_` a dash, `<` and
// `>` brackets. Gaps are bounded, so every search is linear.

/** Ask wherever they stand. */
const ASK: readonly RegExp[] = [
  /[!h]/,
  // needs approval; wait for the client's approval; until legal has signed off; only with approval
  /[NWQ12p][^_X]{0,6}Y|[U8][^_X,]{0,5}Y|X[^_]{0,14}E[^_,]{0,4}[YVRK]|EYX|Do?Y/,
  /[NW][^_X,]{0,3}[IHPc]o?V|[NW12]o{0,2}V[F5]|[IH]V|[NW]o{0,2}4?o?IG/,
  // Approval from the owner is required
  /Y[^X_]{0,8}[DN]|YF|Yo{0,3}U|Y[8G]|[PHIMc@][oL]?Y|Y:[PHIc@]/,
  // do not start until the owner agrees
  /X[^_]{0,6}G[^_]{0,14}[UE1][^_]{0,12}[YVAOHIPR@]|XL?Go{0,3}[UE](?![^_]{0,8}[Kw])|X[U18][^_]{0,8}[YVAHI]|XG[^_]{0,3}a/,
  // stop and ask; STOP until Ann has approved
  /S[^_]{0,8}[YAQH]|So{0,2}[&,:4_]{1,2}o?[RKWOQN]o|So{0,2}[&,:4_]{1,2}o?[RWOQKN]|S[^_]{0,8}U[^_]{0,10}[AOR]/,
  // wait for the user; awaiting review; hold for legal
  /W[4o]{0,3}[PHI@]|W[^_X]{0,4}[RA]|WU[^_]{0,3}[PHIJc@][^_]{0,3}[AORKY]|W4?c(?:L{0,2}[AORKY]|$)/,
  // a human checks it; the owner must approve; @ann to confirm
  /H[Lo]{0,2}[AORKYVDCwv]|@L{0,2}[AOv]|@L[RK]|Hg|P[LoJ]{0,3}A|PL{1,3}[ORv]|P[LoJ]{0,2}[ORK][^_]{0,9}U|IL?[AO]|PL{0,2}vo{0,3}$|^PR$|cL{0,2}A/,
  // until the schema is approved; after you confirm
  /U[^_,]{0,10}A|[80]o?L{0,2}A|[U81][^_,]{0,6}[PHIJc@][^_,]{0,3}[AORK]|0[PHIJc@]L{0,3}[AO]|[U81][^_,]{0,3}[RK]F?o?[PHI@]/,
  // needs review; decision pending
  /N[^_X:,]{0,2}R|[ND]R|RL{0,2}D(?![KTocR])|R:D|[NW2][^_X]{0,3}H|N[^_X]{0,2}M/,
  // manual step:; (manual); manual review by the owner
  /Mw[:<DN]|MwF|M[RK]o?[DF]|[RK]MF|<M(?:[wRK]?>|[,_][^>]{0,12}>)|<[HCgY]>|<H[D]>|^[YCHM]>|^M:[VD]|[PIJ]K[^_]{0,8}M/,
  // gate: the owner approves; checkpoint: human-verify
  /C:[^_]{0,8}[HMRKAYOP]|g[:=]D|g:[^_]{0,10}[YAORHMP]|^[oc]?C[oc]?_|r:[MC]|[rP]:o?[HI]|r:P|a[:=]X/,
  // ask me before; check with the owner; let the user verify
  /Q[IH]|Q[^_]{1,4}U|Qo?P[UL48]|^Q[^_]{1,6}L[AOY]|[RKAO][^_]{0,2}5[IJ]?[PIJH@]|[9N]o?[PHI]L?[AORK]/,
  // by a human; blocked by legal; only Ann has access
  /[Fr]o?H|ro?I|^[oc<>:_]{0,4}u(?:[5DF_,:]|$)|[NW]o?u|2:?[^_]{0,5}[PHIY@]|^2:[oc]|^(?:[oc]{1,2}:)?k(?:[_,U8F4<W]|:(?!X)|$)|k4?[PI@]|p[:o]{0,2}[^_]{0,5}[YRAH]|Z?1[cPI](?:L|9)/,
];

/** Ask in the title of a task. */
const ASK_IN_TITLES: readonly RegExp[] = [
  /[YCH]/,
  /^g:|^M(?:[:_,RKwoc]|$)|_M|^[GKRO].{0,14}M$|M[RKw]|[RKw]M$/,
  /[Pc@]R$|^P:|^S(?:[_:,4UW]|$)|^A(?!T)|^[oc<>:_]{0,4}u(?!T)/,
];

const ALL = [...ASK, ...ASK_IN_TITLES];

/** Which signs of a clause ask for a person; undefined when none do. */
export function askingPart(
  signs: string,
  isTitle: boolean,
): { readonly from: number; readonly to: number } | undefined {
  const heard = withoutWorks(withoutDenials(signs));
  for (const pattern of isTitle ? ALL : ASK) {
    const found = pattern.exec(heard);
    if (found !== null) return { from: found.index, to: found.index + found[0].length };
  }
  return undefined;
}

/** `no approval needed`, `approval is not required`, `requires approval: no`, `already approved`, `runs without a human` ask for none. */
function withoutDenials(spelling: string): string {
  let heard = spelling.replace(/X[NDLo4]{0,3}[YVMHRKD]{1,4}/g, mute);
  heard = heard
    .replace(/[YVRMH]{1,2}[oL]{0,2}X[LDNo]{0,2}D/g, mute)
    .replace(/[YVRMHgC]:X/g, mute)
    .replace(/^[^NWU8]*Y[Lo]{0,2}6|6[LFo]?A/g, mute);
  const without = /E[^_,]{0,2}[YVMHRK]{1,3}/.exec(heard);
  if (without !== null && !/[XS]/.test(heard.slice(0, without.index)) && !/^.{0,3}X/.test(heard.slice(without.index)))
    heard = heard.replace(without[0], mute);
  return heard;
}

/** `Add an approval workflow`: what is made, and things of an app, ask for nobody. */
function withoutWorks(spelling: string): string {
  const things = spelling
    .replace(/(?:[YVMCgHPIuh]|(?<![PIJHc@])[RK])(?=T)/g, 'o')
    .replace(/T[F4]{1,2}[oT]?[YVRMC]/g, mute);
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

/** Where what is made is named no longer. */
function endOfWork(rest: string): number {
  const isLong = /^[^_,<:]{0,20}[Z0]/.test(rest);
  const end = isLong ? /[_<,]/ : /[_<:,UE8XS!2]|&[NWQ9]|YFo?[PcHI@]/;
  const at = rest.search(end);
  return at < 0 ? rest.length : at;
}

/** The same length, so that places stay. */
const mute = (signs: string): string => 'o'.repeat(signs.length);
