import { Conf, isInterfaceName } from './keys';
import { Fault, Step } from '../diagnostics';
import { MASTER_INVALID } from '../diagnostics/config';
import { MASTER_INFINIBAND, RDMA_DEVICE_NAME } from '../diagnostics/devices';

/** The names that drivers give to RDMA devices, which are none of their network interfaces. */
const RDMA_DEVICE = /^(mlx[45]_|bnxt_re|irdma|hns_|qedr)\d+$/;

/** The names that the kernel and systemd give to the interfaces of InfiniBand cards, also to those with a partition key. */
const INFINIBAND = /^(mlx[45]_)?ib(\d|[pP]\d|[os]\d|x[\da-f]{12})/;

/** Checks the name of an interface of the node. */
export function checkNodeInterface(conf: Conf, key: string, path: readonly Step[]): Fault[] {
  const name = conf[key];
  if (typeof name !== 'string') {
    return [];
  }
  const at = [...path, key];
  const [own, behind] = name.split('@', 2);
  if (behind !== undefined && isInterfaceName(own)) {
    return [MASTER_INVALID.fault(at, name, { own })];
  }
  // the kernel takes angle brackets, and people write them where somebody is to put in the name
  if (!isInterfaceName(name) || name === 'lo' || /^<.*>$/.test(name)) {
    return [MASTER_INVALID.fault(at, name, { pciAddress: key === 'device' ? pciAddressOf(name) : undefined })];
  }
  return RDMA_DEVICE.test(name) ? [RDMA_DEVICE_NAME.fault(at, name, {})] : [];
}

/** Checks that a master is not of InfiniBand, for a plugin whose interfaces the kernel makes on Ethernet alone. */
export function checkEthernet({ master }: Conf, plugin: string, path: readonly Step[]): Fault[] {
  return typeof master === 'string' && INFINIBAND.test(master) ? [MASTER_INFINIBAND.fault([...path, 'master'], master, { plugin })] : [];
}

/** The PCI address as the kernel spells it, where the text is one. */
function pciAddressOf(text: string): string | undefined {
  const match = /^([\da-f]{4}:)?([\da-f]{2}:[01][\da-f]\.[0-7])$/i.exec(text);
  return match ? `${match[1] ?? '0000:'}${match[2]}`.toLowerCase() : undefined;
}
