interface OpenSection {
  readonly level: number;
  /** What a person is asked before the tasks that stand in it. */
  gate: string | undefined;
  /** Asked where no task came after: it holds for the section behind. */
  isOpen: boolean;
}

/** The sections that are open at a line, outermost first: what is asked in one holds in those inside it as well. */
export class OpenGates {
  private readonly sections: OpenSection[] = [];

  /** What is asked where the text stands. */
  get current(): string | undefined {
    return this.sections.at(-1)?.gate;
  }

  /** What is asked before a task that stands here: that is heard, then. */
  before(): string | undefined {
    for (const section of this.sections) section.isOpen = false;
    return this.current;
  }

  /** A heading ends the sections of its level and below, and opens one. What nothing stood behind holds for that. */
  enter(level: number): void {
    let left: string | undefined;
    while (this.sections.length > 0 && this.sections.at(-1)!.level >= level) {
      const { gate, isOpen } = this.sections.pop()!;
      if (isOpen) left ??= gate;
    }
    this.sections.push({ level, gate: this.current ?? left, isOpen: this.current === undefined && left !== undefined });
  }

  /** Asks this in the innermost section from here on, with `goesOn` in the next one if no task comes; false where none is open. */
  ask(gate: string, goesOn = false): boolean {
    const section = this.sections.at(-1);
    if (section !== undefined) {
      section.gate = gate;
      section.isOpen = goesOn;
    }
    return section !== undefined;
  }
}
