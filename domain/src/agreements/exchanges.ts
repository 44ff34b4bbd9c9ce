import type { IsoDate } from '../date'
import type { Evidence } from './evidence'
import { day } from './profiles/draft'
import type { ProofKind } from './profile'

/** Two administrations that send each other the data of certificates under an agreement. */
export interface Exchange {
  readonly agreement: string
  readonly kind: ProofKind
  readonly between: readonly [string, string]
  /** The first day, as exactly as it was read. */
  readonly since: IsoDate | string
  /** True when the data make paper needless. */
  readonly paperWaived: boolean
  readonly evidence: Evidence
  readonly source: string
}

/** The exchanges of data between members that were found. */
export const EXCHANGES: readonly Exchange[] = [
  {
    agreement: 'China-Korea',
    kind: 'certificate',
    between: ['CN', 'KR'],
    since: day('2016-07-01'),
    paperWaived: true,
    evidence: 'read',
    source:
      'Announcements 39/2016 and 85/2016 of the General Administration of Customs: paper waived since 28 December 2016',
  },
  {
    agreement: 'APTA',
    kind: 'certificate',
    between: ['CN', 'KR'],
    since: day('2017-02-08'),
    paperWaived: true,
    evidence: 'read',
    source: 'Announcement 10/2017 of the General Administration of Customs',
  },
  {
    agreement: 'ACFTA',
    kind: 'certificate',
    between: ['CN', 'ID'],
    since: day('2020-10-15'),
    paperWaived: false,
    evidence: 'secondary',
    source: 'Press of 15 October 2020: Form E, acknowledgement and feedback',
  },
  {
    agreement: 'AKFTA',
    kind: 'certificate',
    between: ['ID', 'KR'],
    since: '2020',
    paperWaived: false,
    evidence: 'secondary',
    source: 'Notices of the Korea Customs Service',
  },
  {
    agreement: 'Indonesia-Japan-EPA',
    kind: 'certificate',
    between: ['ID', 'JP'],
    since: day('2023-06-26'),
    paperWaived: false,
    evidence: 'secondary',
    source: 'Japanese trade organisation and ministry',
  },
]
