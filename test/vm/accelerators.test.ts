import { accelerators } from './accelerators';

const WITH = 'processor : 0\nflags : fpu vmx sse\n';
const WITHOUT = 'processor : 0\nflags : fpu sse vmxnet\n';

test.each([
  ['the processor and the device are there', WITH, '/dev/null', ['kvm', 'tcg']],
  ['the device is there without the processor', WITHOUT, '/dev/null', ['tcg']],
  ['the processor is there without the device', WITH, '/dev/none', ['tcg']],
])('where %s', (_, cpuinfo, device, expected) => {
  expect(accelerators(cpuinfo, device).map(({ name }) => name)).toEqual(expected);
});
