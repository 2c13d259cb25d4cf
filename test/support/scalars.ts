/** Unquoted values of YAML, and what kubectl takes them for: `test/e2e/kubectl.e2e.ts` asks it. */
export const SCALARS: ReadonlyArray<readonly [text: string, value: unknown]> = [
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'].map((text) => [text, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'].map((text) => [text, false] as const),
  ...['yES', 'tRue', 'nULL', '~~', '+.', '.', '_1', '1:30', '12:30:45', '2024-01-01', '2024-01-01T00:00:00Z', '1.2.3', '1,000', '0x', '1e', '='].map((text) => [text, text] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((text) => [text, null] as const),
  ['010', 8], ['-010', -8], ['0o10', 8], ['0b11', 3], ['0x1F', 31], ['1_000', 1000], ['+1', 1], ['09', 9], ['08.5', 8.5], ['.5', 0.5], ['5.', 5], ['1.5e3', 1500],
];
