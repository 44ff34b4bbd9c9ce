import { profileNamed } from '@eco/domain'

type ShownDataset = Readonly<Record<string, unknown>>

/**
 * A dataset as a copy of a certificate that was lost shows it: with the words of its agreement, CERTIFIED TRUE COPY (RCEP
 * Art. 3.17.9) or DUPLICATE (EUR.1). The paper alone says so: the document that is attached is the one of the original.
 */
export function asTrueCopy(dataset: ShownDataset): ShownDataset {
  const { code, version } = (dataset.agreement ?? {}) as { readonly code?: string; readonly version?: string }
  const rule = profileNamed(code ?? '', version)?.trueCopy
  const isDuplicate = rule?.evidence !== 'not-read' && rule?.value.words === 'DUPLICATE'
  const flags = (dataset.flags ?? {}) as ShownDataset
  return { ...dataset, flags: { ...flags, [isDuplicate ? 'duplicate' : 'certifiedTrueCopy']: true } }
}
