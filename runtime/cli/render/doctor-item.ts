/** One line of `nightshift doctor`. */
export interface DoctorItem {
  readonly name: string;
  /** `missing`: something needed is not there; `away`: it does not run; `warning`: it works, with less; `note`: nothing to do. */
  readonly state: 'ok' | 'missing' | 'away' | 'warning' | 'note';
  readonly found: string;
  /** How to get it, or why it is so. */
  readonly advice?: string;
}
