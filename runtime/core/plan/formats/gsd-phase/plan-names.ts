import { idKey } from '../../text/id-key';
import { planIdOf } from './phase-files';

/** What a plan may be called by others. */
export interface NamedPlan {
  readonly id: string;
  /** Of the folder: plans of one folder find each other first. */
  readonly folder: string;
  readonly phaseNumber: string;
  /** The `plan:` of its frontmatter. */
  readonly plan: string;
}

/** How well a name fits; a better one is never passed over for a worse one. */
const WAYS = ['exact', 'loose', 'number', 'plan', 'prefix'] as const;

/**
 * Finds plans by what `depends_on` calls them: id, file, `02-P01`, a bare number, the `plan:` value, `02-01` of
 * `02-01-slug`; in the same folder first. A name that fits two plans equally well fits none.
 *
 * Source: plan-formats 3.3.
 */
export class PlanNames {
  private readonly names = new Map<string, number>();
  private readonly folders = new Map<string, number[]>();

  constructor(plans: readonly NamedPlan[]) {
    plans.forEach(({ id, folder, phaseNumber, plan }, no) => {
      const key = looseKey(id);
      const own = [
        ['exact', id],
        ['loose', key],
        ['number', key.slice(key.lastIndexOf('-') + 1)],
        ...(plan === '' ? [] : [['plan', looseKey(plan)]]),
        ...(/^\d[\d.]{0,20}-\d{1,6}[a-z]?-/.test(key) ? [['prefix', key.split('-').slice(0, 2).join('-')]] : []),
      ];
      for (const [way, name] of own) {
        this.add(`${folder}\n${way}\n${name}`, no);
        if (way === 'exact' || way === 'loose' || way === 'prefix') this.add(`\n${way}\n${name}`, no);
      }
      const phase = idKey(phaseNumber);
      const plansOf = this.folders.get(phase) ?? [];
      plansOf.push(no);
      if (phase !== '') this.folders.set(phase, plansOf);
    });
  }

  /** Numbers of the plans that a reference of a plan in `folder` means; none when they are not here. */
  find(reference: string, folder: string, phaseNumber: string): readonly number[] {
    const id = planIdOf(reference);
    const key = looseKey(id);
    for (const scope of folder === '' ? [''] : [folder, '']) {
      for (const way of WAYS) {
        if (way === 'number' && !/^\d{1,6}[a-z]?$/.test(key)) continue;
        const found = this.names.get(`${scope}\n${way}\n${way === 'exact' ? id : key}`);
        if (found !== undefined && found >= 0) return [found];
      }
    }
    const slug = /^(\d{1,6}(?:\.\d{1,6}){0,4}[a-z]?)-[a-z]{2}/i.exec(id)?.[1];
    if (slug === undefined || idKey(slug) === idKey(phaseNumber)) return [];
    return this.folders.get(idKey(slug)) ?? [];
  }

  private add(name: string, no: number): void {
    const first = this.names.get(name);
    this.names.set(name, first === undefined || first === no ? no : -1);
  }
}

/** Without zero padding, and `26-P02` as `26-2`. */
function looseKey(id: string): string {
  return idKey(id).replace(/(^|-)p0{0,10}(?=\d)/g, '$1');
}
