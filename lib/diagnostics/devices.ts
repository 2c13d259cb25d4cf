import { Rule, Severity, quoteList } from './rule';

// What is wrong with a device of the node that a plugin hands to a pod.

const HOST_DEVICE = 'https://www.cni.dev/plugins/current/main/host-device/';
const SRIOV = 'https://github.com/k8snetworkplumbingwg/sriov-cni/blob/master/docs/configuration-reference.md';

export const DEVICE_MISSING = new Rule('device-missing', {
  severity: Severity.ERROR,
  why: 'Multus hands over the device only where the annotation k8s.v1.cni.cncf.io/resourceName names its resource: without either the plugin fails when the pod starts.',
  see: HOST_DEVICE,
  words: ({ plugin, keys }: { plugin: string; keys: readonly string[] }) => ({
    problem: `is missing, so that ${plugin} does not know which device to take`,
    expected: `${keys.length > 1 ? 'one of ' : ''}${quoteList(keys)}, or the annotation "k8s.v1.cni.cncf.io/resourceName" on the network`,
    fix: 'name the device, or its resource',
  }),
});

export const PCI_ADDRESS_INVALID = new Rule('pci-address-invalid', {
  severity: Severity.ERROR,
  why: 'The plugin looks for a device of this address on the node and finds none when the pod starts. The number of a model, such as "1017", is none: many cards have it.',
  see: SRIOV,
  words: () => ({
    problem: 'is not the PCI address of a device',
    expected: 'domain, bus, device and function, in lower case, such as "0000:3b:02.0"',
    fix: 'write what `lspci -D` shows on the node, or leave it out and name the resource of a device plugin',
  }),
});

export const KERNEL_PATH_INVALID = new Rule('kernel-path-invalid', {
  severity: Severity.ERROR,
  why: 'host-device fails with "must be absolute and begin with /sys/devices/" when the pod starts.',
  see: HOST_DEVICE,
  words: () => ({
    problem: 'is not the path of a device',
    expected: 'an absolute path below "/sys/devices/", such as "/sys/devices/pci0000:00/0000:00:19.0"',
    fix: 'write what `readlink -f /sys/class/net/eth1/device` shows on the node',
  }),
});

export const RDMA_DEVICE_NAME = new Rule('rdma-device-name', {
  severity: Severity.WARNING,
  why: 'The plugin looks for a network interface of this name and fails with "Link not found" when the pod starts: a card has another name as an RDMA device.',
  see: HOST_DEVICE,
  words: () => ({
    problem: 'is the name of an RDMA device, and not of a network interface',
    expected: 'the name of the interface on the node, such as "enp59s0f0np0"',
    fix: 'write the netdev that `rdma link` shows beside it on the node',
  }),
});

export const MASTER_INFINIBAND = new Rule('master-infiniband', {
  severity: Severity.WARNING,
  why: 'The kernel makes such interfaces on Ethernet alone: the plugin fails with "invalid argument" or "operation not supported" when the pod starts.',
  see: 'https://github.com/Mellanox/k8s-rdma-shared-dev-plugin/issues/95',
  words: ({ plugin }: { plugin: string }) => ({
    problem: `is the name of an InfiniBand interface, on which ${plugin} can make none`,
    expected: 'the name of an Ethernet interface, such as "eth1"',
    fix: 'use the plugin "ipoib" on it, or "ib-sriov" with a virtual function',
  }),
});

export const SRIOV_VLAN_MISSING = new Rule('sriov-vlan-missing', {
  severity: Severity.ERROR,
  why: 'sriov fails with "vlan id must be configured" or "non-zero vlan id must be configured" when the pod starts.',
  see: SRIOV,
  words: ({ vlan }: { vlan: string }) => ({
    problem: `needs a VLAN, and 'vlan' is ${vlan}`,
    expected: "a 'vlan' from 1 to 4094 beside it",
    fix: "set 'vlan', or remove this",
  }),
});

export const SRIOV_RATE_REVERSED = new Rule('sriov-rate-reversed', {
  severity: Severity.ERROR,
  why: 'The network card refuses the pair of rates when the pod starts.',
  see: SRIOV,
  words: ({ most }: { most: number }) => ({
    problem: `is above 'max_tx_rate' ${most}`,
    expected: `at most ${most} Mbps`,
    fix: "lower it, or raise 'max_tx_rate'; 0 there is no limit",
  }),
});

