import { MultusValidation, MultusValidationProps } from '../../../lib/plugin';

export function app(): void {
  new MultusValidation({ failOn: 'warnings' } as unknown as MultusValidationProps);
}
