interface OpenSection {
  readonly level: number;
  /** What a person is asked before the tasks that stand in it. */
  gate: string | undefined;
}

/** The sections that are open at a line, outermost first: what is asked in one holds in those inside it as well. */
export class OpenGates {
  private readonly sections: OpenSection[] = [];

  /** What is asked before a task that stands here. */
  get current(): string | undefined {
    return this.sections.at(-1)?.gate;
  }

  /** A heading ends the sections of its level and below, and opens one. */
  enter(level: number): void {
    while (this.sections.length > 0 && this.sections.at(-1)!.level >= level) this.sections.pop();
    this.sections.push({ level, gate: this.current });
  }

  /** Asks this in the innermost section from here on; false where none is open. */
  ask(gate: string): boolean {
    const section = this.sections.at(-1);
    if (section !== undefined) section.gate = gate;
    return section !== undefined;
  }
}
