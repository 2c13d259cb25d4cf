import { accessSync, constants, readFileSync } from 'fs';

/** One way to run the machine. */
export interface Accelerator {
  readonly name: 'kvm' | 'tcg';
  /** How long the machine may take until it answers. */
  readonly bootSeconds: number;
}

const TCG: Accelerator = { name: 'tcg', bootSeconds: 120 };

/**
 * The ways to try, best first. /dev/kvm alone says little: on a processor without vmx or svm the kernel's emulation behind it
 * does not get a guest to its first process, and qemu hangs. Even with it, the next way is tried where that happens.
 */
export function accelerators(cpuinfo = readFileSync('/proc/cpuinfo', 'utf8'), device = '/dev/kvm'): Accelerator[] {
  const isReal = /^flags\s*:.*\b(vmx|svm)\b/m.test(cpuinfo) && isWritable(device);
  return isReal ? [{ name: 'kvm', bootSeconds: 20 }, TCG] : [TCG];
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
