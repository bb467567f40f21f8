import { type Bar, missedBars } from './bench/bars';

const most = (measured: number): Bar => ({ name: 'memory of worker', measured, unit: ' MB', most: 256 });
const least = (measured: number): Bar => ({ name: 'tasks side by side', measured, unit: '', least: 20 });

it('the bench names each bar that is missed, and what was not measured', () => {
  expect(missedBars([most(256), least(20)])).toEqual([]);
  expect(missedBars([most(256.256), least(19), most(Number.NaN)])).toEqual([
    'missed: memory of worker: 256.26 MB, at most 256 MB is the bar',
    'missed: tasks side by side: 19, at least 20 is the bar',
    'missed: memory of worker: NaN MB, at most 256 MB is the bar',
  ]);
});
