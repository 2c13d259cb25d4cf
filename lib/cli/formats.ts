import { ManifestReport } from '../manifests/manifest-check';
import { formatGithub } from './format-github';
import { formatJson } from './format-json';
import { formatSarif } from './format-sarif';
import { formatText } from './format-text';
import { Io, isColoured } from './io';
import { Reread } from './source-lines';

/** The forms of the report. */
export const FORMATS = ['text', 'json', 'github', 'sarif'] as const;
export type Format = typeof FORMATS[number];

/** The width of text that is not read on a terminal. */
const COLUMNS = 120;

/** The report in a form. */
export async function formatReport(report: ManifestReport, format: Format, io: Io, reread: Reread): Promise<string> {
  switch (format) {
    case 'json': return formatJson(report);
    case 'github': return formatGithub(report, io.cwd);
    case 'sarif': return formatSarif(report, io.cwd);
    case 'text': return formatText(report, reread, { coloured: isColoured(io.stdout, io.env), columns: io.stdout.columns || COLUMNS });
  }
}
