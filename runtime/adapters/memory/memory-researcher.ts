import type { ResearchAnswer, Researcher } from '../../ports/researcher';

/** Answers from what it was given, and keeps what it was asked. Throws on a question that it does not know. */
export class MemoryResearcher implements Researcher {
  readonly provider = 'memory';
  readonly asked: string[] = [];

  constructor(private readonly answers: Readonly<Record<string, ResearchAnswer | Error>>) {}

  async ask(question: string, signal: AbortSignal): Promise<ResearchAnswer> {
    signal.throwIfAborted();
    this.asked.push(question);
    const answer = this.answers[question];
    if (answer === undefined) throw new Error(`No answer was given for: ${question}`);
    if (answer instanceof Error) throw answer;
    return answer;
  }
}
