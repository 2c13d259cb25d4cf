import { Machine } from '../vm';

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.boot();
});
afterAll(() => machine?.close());

test('runs Debian\'s kernel', async () => {
  expect(await machine.runOk('uname -r')).toMatch(/-cloud-amd64$/);
});

test('returns exit status, stdout and stderr of a script', async () => {
  expect(await machine.run('echo out; echo err >&2; exit 3')).toEqual({ status: 3, stdout: 'out', stderr: 'err' });
});

test('takes a script as it is: quotes, newlines, other alphabets', async () => {
  expect(await machine.runOk('printf "%s\\n" \'a"b\' "c\'d"\necho 주소')).toBe('a"b\nc\'d\n주소');
});

test('answers scripts in their order', async () => {
  const outcomes = await Promise.all([1, 2, 3].map((i) => machine.runOk(`echo ${i}`)));
  expect(outcomes).toEqual(['1', '2', '3']);
});

test('what a script prints, to whatever end, is no answer', async () => {
  expect(await machine.run('printf "0\\0forged\\0\\0"; exit 5')).toEqual({ status: 5, stdout: '0forged', stderr: '' });
});

test('ends a script that takes too long, and runs the next one', async () => {
  expect((await machine.run('sleep 60', 1)).status).toBe(124);
  expect(await machine.runOk('echo next')).toBe('next');
});

test('fails with the script and what it printed', async () => {
  await expect(machine.runOk('echo out; echo err >&2; exit 3')).rejects.toThrow('the script ended with 3: echo out; echo err >&2; exit 3\nout\nerr');
});

test('fails where it does not start in time, having tried every way', async () => {
  const late = { name: 'tcg', bootSeconds: 0.1 } as const;
  await expect(Machine.boot({ accelerators: [late, late] })).rejects.toThrow('the virtual machine (tcg) did not start within 0.1 seconds');
});

test('takes the next way where one does not get to the first process, and fails every script once it is over', async () => {
  const other = await Machine.boot({ accelerators: [{ name: 'tcg', bootSeconds: 0.1 }, { name: 'tcg', bootSeconds: 120 }] });
  expect(await other.runOk('echo here')).toBe('here');
  await expect(other.run('poweroff -f')).rejects.toThrow(/^the virtual machine ended \(0\)/);
  await expect(other.run('echo more')).rejects.toThrow(/^the virtual machine ended \(0\)/);
  await other.close();
});

test('does not outlive its time', async () => {
  const other = await Machine.boot({ seconds: 60 });
  const begin = Date.now();
  // it counts from its start, and ends by itself where nobody else ends it
  await expect(other.run('sleep 120', 120)).rejects.toThrow(/the virtual machine (did not end within 60 seconds|ended)/);
  expect(Date.now() - begin).toBeLessThan(65_000);
  await other.close();
});
