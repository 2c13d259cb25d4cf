import { missingText, plugin } from './debian';

test('what is missing is named together with the packages to install', () => {
  expect(missingText(['qemu-system-x86_64', 'ip', 'tc', '/usr/lib/cni/ipvlan'])).toBe(
    'missing qemu-system-x86_64, ip, tc, /usr/lib/cni/ipvlan: on Debian run: '
    + 'apt-get install --no-install-recommends qemu-system-x86 iproute2 containernetworking-plugins',
  );
});

test('fails for a plugin that is not here', () => {
  expect(() => plugin('none')).toThrow(/^missing .*\/none: on Debian run: apt-get install --no-install-recommends containernetworking-plugins$/);
});
