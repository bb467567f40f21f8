import type { DataMap } from '../../data/data-node';
import type { DraftCriterion } from '../../draft';
import type { Findings } from '../../findings';
import { quote } from '../../text/quote';
import { readCriterion } from '../../text/read-criterion';
import { CRITERION_FIELDS } from './fields';
import { field, type StrictFields } from './strict-fields';
import { STRICT_ID } from './strict-id';

/** Reads the criteria of a task: texts, or maps that say how they are proven. */
export class CriteriaReader {
  constructor(
    private readonly findings: Findings,
    private readonly fields: StrictFields,
  ) {}

  read(map: DataMap, path: string): DraftCriterion[] {
    const list = this.fields.list(map, 'verification', path, 'a list of criteria');
    if (list === undefined) return [];
    const criteria: DraftCriterion[] = [];
    const ids = new Set<string>();
    list.items.forEach((item, no) => {
      const at = `${path}/verification/${no}`;
      if (item.type === 'text') criteria.push({ criterion: String(item.value), where: item.where });
      else if (item.type !== 'map') this.fields.wrongType(item, at, 'a text, or a map with "criterion"');
      else {
        const criterion = this.criterion(item, at);
        if (criterion?.id !== undefined && ids.has(criterion.id)) {
          this.findings.problem(
            'PLAN_DUPLICATE_ID',
            item.where,
            `Two criteria of the task have the id ${quote(criterion.id)}`,
            { path: at },
          );
        }
        if (criterion?.id !== undefined) ids.add(criterion.id);
        if (criterion !== undefined) criteria.push(criterion);
      }
    });
    return criteria;
  }

  private criterion(map: DataMap, path: string): DraftCriterion | undefined {
    this.fields.checkFields(map, CRITERION_FIELDS, path);
    const criterion = this.fields.text(map, 'criterion', path);
    const given = this.fields.text(map, 'command', path);
    const test = this.fields.oneOf(map, 'test', path, ['auto', 'manual'] as const);
    // R-3's model has no field for a command: there the words of the criterion name it.
    const isNamed = test === 'auto' && criterion !== undefined && field(map, 'command') === undefined;
    const command = isNamed ? readCriterion(criterion).command : given;
    const id = this.fields.text(map, 'id', path);
    if (field(map, 'criterion') === undefined && command === undefined) {
      this.findings.problem(
        'PLAN_MISSING_FIELD',
        map.where,
        'The criterion says neither what must hold nor a command',
        { path: `${path}/criterion` },
      );
    }
    if (test === 'auto' && command === undefined && field(map, 'command') === undefined) {
      this.findings.note(
        'NOTE_NO_COMMAND',
        map.where,
        `Nothing says how ${quote(criterion ?? '')} is proven: it is \`auto\` without a command, so a person is asked`,
      );
    }
    if (test === 'manual' && command !== undefined) {
      this.findings.problem('PLAN_CONFLICT', field(map, 'command')!.where, 'A manual criterion has a command', {
        path: `${path}/command`,
        hint: 'Remove the command, or write test: auto',
      });
    }
    if (id !== undefined && !STRICT_ID.test(id)) {
      this.findings.problem('PLAN_ID', field(map, 'id')!.value.where, `${quote(id)} cannot be an id`, {
        path: `${path}/id`,
      });
    }
    const text = criterion ?? command;
    if (text === undefined) return undefined;
    return {
      criterion: text,
      where: map.where,
      ...(command === undefined ? {} : { command }),
      ...(id === undefined ? {} : { id }),
    };
  }
}
