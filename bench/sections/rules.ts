import { join } from 'path';
import { count, spread, table, time } from '../markdown';
import { QUICK, interleaved, median, ratiosOf, runSubject, valuesOf } from '../measure';
import { Section } from '../section';
import { withFolder } from '../temporary';

const NETWORKS = QUICK ? 10 : 1000;
const PODS = QUICK ? 100 : 10_000;
const CHARTS = [1, 20];
const ROUNDS = 7;

/** What the rules cost at synth. */
export const RULES: Section = {
  name: 'rules',
  title: 'The rules at synth',
  about: `${count(NETWORKS)} networks and ${count(PODS)} attachments in one app, with all rules and with none. Goal: at most 10 % more, whatever the number of charts.`,
  run: () => {
    const synth = (subject: string, charts: number) => withFolder((folder) => runSubject(subject, join(folder, 'dist'), PODS, NETWORKS, charts));
    const measured = CHARTS.map((charts) => ({ charts, ...interleaved(ROUNDS, {
      without: () => synth('without-rules', charts), with: () => synth('with-library', charts),
    }) }));
    return table(['charts of pods', 'without rules', 'with rules', 'ratio of time', 'of CPU', 'of peak memory'], measured.map(({ charts, without, with: all }) => [
      String(charts), time(median(valuesOf(without))), time(median(valuesOf(all))), spread(ratiosOf(all, without)),
      spread(ratiosOf(all, without, 'cpuMilliseconds')), spread(ratiosOf(all, without, 'mebibytes')),
    ]));
  },
};
