import { Testing } from 'cdk8s';
import { guide } from './guide';

/** How an app with networks is snapshot-tested: whatever changes in a manifest shows in review. */
test.each(['networks', 'apps'])('the manifests of the chart "%s" are as they were', (id) => {
  const app = Testing.app();
  guide(app);
  const chart = app.charts.find((candidate) => candidate.node.id === id)!;
  expect(Testing.synth(chart)).toMatchSnapshot();
});
