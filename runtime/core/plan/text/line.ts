import type { Traits } from './traits';

export type LineKind =
  | 'blank'
  | 'text'
  | 'heading'
  /** `- [ ] text` */
  | 'box'
  /** `-[ ] text`, `- [] text`: meant as a box, but none. */
  | 'near-box'
  /** `- text`, `1. text` */
  | 'item'
  | 'table'
  | 'rule'
  /** Inside a code fence, or the fence itself. */
  | 'code'
  /** Wholly inside an HTML comment. */
  | 'comment'
  | 'frontmatter';

/** One line of a markdown text, told apart as far as plans need it. */
export interface Line {
  /** From 1. */
  readonly no: number;
  readonly kind: LineKind;
  /** Columns before the first character; a tab goes on to the next multiple of 4. */
  readonly indent: number;
  /** The text without indentation, bullet, box or `#`, trimmed; comments are blanked. */
  readonly content: string;
  /** Where `content` starts, from 1. */
  readonly column: number;
  /** Of a heading: 1 … 6. */
  readonly level: number;
  /** Of a box: what stands in it. */
  readonly mark: string;
  /** Of a box: `[ ]*`. */
  readonly isOptional: boolean;
  /** Of an ordered item or box: its number. */
  readonly ordinal: string;
  /** Of a hidden line (code, comment, quote): it would be a box. */
  readonly isHiddenBox: boolean;
  /** Of its content, where somebody looked: see `traitsOf`. */
  traits?: Traits | undefined;
  /** Of code: the line that opens the fence. */
  readonly opensFence?: true;
  /** Of code: the line that closes it. */
  readonly closesFence?: true;
}

/** One shape for all lines, so that looking at a million of them stays cheap. */
export class ScannedLine implements Line {
  traits: Traits | undefined = undefined;
  declare opensFence?: true;
  declare closesFence?: true;

  constructor(
    readonly no: number,
    readonly kind: LineKind,
    readonly indent: number,
    readonly content: string,
    readonly column: number,
    readonly level = 0,
    readonly mark = '',
    readonly isOptional = false,
    readonly ordinal = '',
    readonly isHiddenBox = false,
  ) {}
}
