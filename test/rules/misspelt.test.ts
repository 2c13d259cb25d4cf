import { isMisspelt } from '../../lib/rules/misspelt';

test.each([
  ['storgae', 'storage'], ['storge', 'storage'], ['storrage', 'storage'], ['storag', 'storage'], ['stotage', 'storage'],
  ['macvlan-cnof', 'macvlan-conf'], ['mcvlan-conf', 'macvlan-conf'], ['bleu', 'blue'], ['vidoe', 'video'],
  ['storage_net', 'storage-net'], ['storagenet', 'storage-net'], ['Storage', 'storage'], ['backu', 'backup'],
])('%p is %p, misspelt', (name, other) => {
  expect(isMisspelt(name, other)).toBe(true);
});

test.each([
  ['wan', 'lan'], ['lan-net', 'wan-net'], ['net-a', 'net-b'], ['macvlan-conf', 'ipvlan-conf'], ['tenant-blue', 'tenant-green'],
  ['f1-net', 'e1-net'], ['f1u-net', 'f1c-net'], ['net-east', 'net-west'], ['north-net', 'south-net'], ['dev-network', 'prd-network'],
  ['data', 'data2'], ['data2', 'data'], ['host-device-du-ens', 'host-device-du'], ['macvlan-conf-3', 'macvlan1-config'], ['tenanta', 'tenantb'],
  ['tenanta', 'tenant'], ['storages', 'storage'], ['inner', 'outer'], ['net', 'nets'],
  ['storage', 'storage1'], ['storgae-blue', 'storage-green'], ['nat', 'ant'], ['nat', 'net'], ['outer', 'router'],
])('%p is another name than %p', (name, other) => {
  expect(isMisspelt(name, other)).toBe(false);
});
