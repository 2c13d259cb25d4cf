import * as library from '../lib';
import { ROOT, runOk } from './support/process';

/** What a program prints that has the compiled library as `library`. */
function print(expression: string): unknown {
  return JSON.parse(runOk(process.execPath, ['-e', `const library = require("./build/lib"); console.log(JSON.stringify(${expression}))`], ROOT));
}

const LOADED = 'Object.keys(require.cache).map((file) => require("path").relative(process.cwd(), file).replaceAll("\\\\", "/"))';

test('the compiled library exports what the library does', () => {
  expect(print('Object.keys(library).sort()')).toEqual(Object.keys(library).sort());
  expect(print('require("./build/lib/network").IpvlanNetwork === library.IpvlanNetwork')).toBe(true);
});

test('what is exported are classes and enums', () => {
  const others = Object.entries<unknown>(library).filter(([, value]) => typeof value !== 'object' && !/^class /.test(String(value)));
  expect(others.map(([name]) => name)).toEqual([]);
});

test('an ES module can import each export by its name', () => {
  const names = Object.keys(library);
  const program = `import { ${names.join(', ')} } from './build/lib/index.js'; console.log([${names.join(', ')}].every(Boolean));`;
  expect(runOk(process.execPath, ['--input-type=module', '-e', program], ROOT)).toBe('true\n');
});

test('a program that imports the library loads the files of a construct when it uses the construct', () => {
  expect(print(LOADED)).toEqual(['build/lib/index.js']);
  const loaded = print(`library.IpvlanNetwork && ${LOADED}`) as string[];
  expect(loaded).toContain('build/lib/network/ipvlan-network.js');
  expect(loaded.filter((file) => /^build\/lib\/(install\/multus|cli|rules\/check\.js)|^node_modules\/(yaml|commander)\//.test(file))).toEqual([]);
});
