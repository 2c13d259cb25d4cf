import { TEXT, isInterfaceName } from './keys';
import { PluginType } from './plugin-type';
import { UINT32, isGiven } from './values';
import { VRF_NAME_INVALID } from '../diagnostics/plugins';

/** @see https://www.cni.dev/plugins/current/meta/vrf/ */
export const VRF: PluginType = {
  type: 'vrf',
  keys: { vrfname: TEXT, table: UINT32 },
  check: ({ vrfname }, path) => ((isGiven(vrfname) && typeof vrfname !== 'string') || (isInterfaceName(vrfname) && !['lo', 'eth0'].includes(vrfname))
    ? []
    : [VRF_NAME_INVALID.fault([...path, 'vrfname'], vrfname, {})]),
};
