import { MultusValidation } from '../../../lib/plugin';

export function app(): void {
  new MultusValidation({ failOn: 'warning' });
}
