/** A Markdown table; cells are escaped, the first row is the heading. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A heading with an empty line behind it. */
export function heading(level: number, text: string): string {
  return `${'#'.repeat(level)} ${text}\n`
}

/** A list of sentences. */
export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
