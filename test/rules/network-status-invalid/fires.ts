import { NetworkStatus } from '../../../lib';

export function app(): void {
  NetworkStatus.parse('[{ "name": "default/storage", "interface": "net1", "ips": "192.168.1.14" }]');
}
