export type * from '../core/report/views';
