import { IConstruct } from 'constructs';
import type { AppCheck } from './app-check';

const CHECKED = new WeakSet<IConstruct>();

/** Has the rules look at the app when it is synthesized. Calling it again for the same app changes nothing. */
export function checkAtSynth(scope: IConstruct): void {
  const root = scope.node.root;
  if (!CHECKED.has(root)) {
    CHECKED.add(root);
    let check: AppCheck | undefined;
    root.node.addValidation({ validate: () => (check ??= appCheck(root)).run() });
  }
}

/** The rules are loaded when they are to run: a program that only imports the constructs waits for none of them. */
function appCheck(root: IConstruct): AppCheck {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const module = require('./app-check') as typeof import('./app-check');
  return new module.AppCheck(root);
}
