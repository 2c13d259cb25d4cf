import { App } from 'cdk8s';
import { NetworkStatus } from '../../../lib';

export function app(_app: App): void {
  NetworkStatus.parse('[{ "name": "default/storage", "interface": "net1", "ips": ["192.168.1.14"] }]');
}
