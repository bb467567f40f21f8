import type { DataMap } from '../../data/data-node';
import type { Findings } from '../../findings';
import type { Subtask } from '../../plan';
import { SUBTASK_FIELDS } from './fields';
import { refuseStatus } from './refuse-status';
import { field, type StrictFields } from './strict-fields';

/** Reads the parts of a task: texts, or maps with a title. */
export class SubtaskReader {
  constructor(
    private readonly findings: Findings,
    private readonly fields: StrictFields,
  ) {}

  read(map: DataMap, path: string): Subtask[] {
    const list = this.fields.list(map, 'subtasks', path, 'a list of texts');
    if (list === undefined) return [];
    return list.items.flatMap((item, no) => {
      const at = `${path}/subtasks/${no}`;
      if (item.type === 'text') return [{ originalId: '', title: String(item.value), isDone: false }];
      if (item.type !== 'map') {
        this.fields.wrongType(item, at, 'a text, or a map with "title"');
        return [];
      }
      this.fields.checkFields(item, SUBTASK_FIELDS, at);
      refuseStatus(this.findings, item, at);
      const isDone = field(item, 'isDone');
      if (isDone !== undefined && isDone.value.type !== 'boolean')
        this.fields.wrongType(isDone.value, `${at}/isDone`, 'true or false');
      if (field(item, 'title') === undefined)
        this.findings.problem('PLAN_MISSING_FIELD', item.where, 'The subtask has no title', { path: `${at}/title` });
      const title = this.fields.text(item, 'title', at) ?? '';
      return [
        {
          originalId: this.fields.text(item, 'id', at) ?? this.fields.text(item, 'originalId', at) ?? '',
          title,
          isDone: isDone?.value.type === 'boolean' && isDone.value.value === true,
          ...(this.fields.isTrue(item, 'isOptional', at) ? { isOptional: true as const } : {}),
          ...this.waitsOn(item, at),
        },
      ];
    });
  }

  private waitsOn(map: DataMap, path: string): Pick<Subtask, 'dependencies'> {
    const list = this.fields.list(map, 'dependencies', path, 'a list of ids');
    if (list === undefined) return {};
    return { dependencies: this.fields.texts(list, `${path}/dependencies`, 'an id').map(({ text }) => text) };
  }
}
