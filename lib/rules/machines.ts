import { Finding, nameOf } from './finding';
import { Attachment } from './resolve';
import { VM_BRIDGE_UNREACHABLE } from '../diagnostics/attachment';
import { NetworkFact } from '../facts/facts';

/** Whether virtual machines hear what is sent to them. */
export function checkMachines(attachments: readonly Attachment[]): Finding[] {
  return attachments.flatMap(({ workload, index, network, selection }) => {
    const plugin = network && workload.bridged?.includes(index) ? pluginWithOwnAddress(network) : undefined;
    return !network || plugin === undefined ? [] : [{
      subject: workload.subject,
      fault: VM_BRIDGE_UNREACHABLE.fault(workload.pathOf(index, 'name'), selection.name, { network: nameOf(network.subject), plugin }),
      alsoAt: network.subject,
    }];
  });
}

/** The plugin that takes frames only for the address of its own interface; undefined where any get through. */
function pluginWithOwnAddress({ reading }: NetworkFact): string | undefined {
  const { type, mode } = reading?.plugins[0]?.conf ?? {};
  return type === 'ipvlan' || (type === 'macvlan' && mode !== 'passthru') ? type : undefined;
}
