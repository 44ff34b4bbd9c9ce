import { dateOf } from '../date'
import type { IsoDate } from '../date'
import { MEMBERS } from '../member'
import type { MemberCode } from '../member'
import { Refusal } from '../refusal'
import type { Unjudged } from '../shape'
import { DATASET_FORMAT } from './dataset-format'
import type { CommonDataset } from './dataset-type'
import { plainJson } from './plain-json'
import { Problems } from './problem'
import type { DatasetProblem } from './problem'
import { readValue } from './read-value'
import { issueDateIn, readRelations } from './relations'

/** A common dataset between two members of the network. */
export type MemberDataset = CommonDataset & { readonly issuingCountry: MemberCode; readonly importCountry: MemberCode }

/** A dataset as plain JSON of its own, or all that is wrong with it at once. */
export type DatasetReading<D extends CommonDataset = MemberDataset> =
  { readonly ok: true; readonly dataset: D } | { readonly ok: false; readonly problems: readonly DatasetProblem[] }

/** Accepts a common dataset that one member of the network issues for another, or tells every problem of it at once. */
export function parseDataset(input: unknown): DatasetReading {
  return read(input, readMembers)
}

/** The same for certificates between any two countries. */
export function parseDatasetOfAnyCountry(input: unknown): DatasetReading<CommonDataset> {
  return read(input, () => undefined)
}

/** The day of issue, at the place of issue. */
export function issueDateOf({ issueDateTime }: Pick<CommonDataset, 'issueDateTime'>): IsoDate {
  const date = dateOf(issueDateTime)
  if (date === undefined) throw new Refusal('DATASET_INVALID', '/issueDateTime: must be a point in time (RFC 3339)')
  return date
}

function read<D extends CommonDataset>(
  input: unknown,
  readMore: (dataset: Unjudged, problems: Problems) => void,
): DatasetReading<D> {
  const problems = new Problems()
  const dataset = plainJson(input, problems)
  if (dataset !== undefined) {
    readValue(DATASET_FORMAT, dataset, '', { problems, issueDate: issueDateIn(dataset) })
    readRelations(dataset, problems)
    readMore(dataset, problems)
  }
  const found = problems.all()
  return found.length === 0 ? { ok: true, dataset: dataset as unknown as D } : { ok: false, problems: found }
}

function readMembers(dataset: Unjudged, problems: Problems): void {
  for (const name of ['issuingCountry', 'importCountry']) {
    const country = dataset[name]
    if (typeof country !== 'string' || MEMBERS.some(({ code }) => code === country)) continue
    problems.add(`/${name}`, 'unknown-member', 'must be a member of the network', CODES)
  }
}

const CODES = MEMBERS.map(({ code }) => code).join(', ')
