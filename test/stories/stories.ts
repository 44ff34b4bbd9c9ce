import type { LedgerName } from '@eco/network'
import type { TestNetwork } from '../support/test-network'
import { backToBack } from './back-to-back'
import { cancelOrUse } from './cancel-or-use'
import { collusion } from './collusion'
import { forgedQuantity } from './forged-quantity'
import { life } from './life'
import { lostMessage } from './lost-message'
import { overdueCase } from './overdue-case'
import type { Telling } from './telling'
import { withdrawnOfficial } from './withdrawn-official'

/** A story, and whether it does harm to the network on which it plays: such a one plays on a network of its own. */
export type Story = {
  readonly about: string
  /** Left out where it plays on either. */
  readonly ledger?: LedgerName
} & (
  | { readonly harms: false; readonly tell: (telling: Telling) => Promise<void> }
  | { readonly harms: true; readonly tell: (telling: Telling, network: TestNetwork) => Promise<void> }
)

/** All stories by the names that people call them by. */
export const STORIES: Readonly<Record<string, Story>> = {
  life: {
    about: 'Australia issues, Korea checks, somebody forges, Indonesia may not cancel, Australia may',
    harms: false,
    tell: life,
  },
  'forged-quantity': {
    about: 'a quantity is forged, claimed twice, and its number given again',
    harms: false,
    tell: forgedQuantity,
  },
  'cancel-or-use': { about: 'the issuer cancels in the moment in which customs uses', harms: false, tell: cancelOrUse },
  'withdrawn-official': {
    about: 'a seal is withdrawn, and another one was in the wrong hands',
    harms: true,
    tell: withdrawnOfficial,
  },
  'overdue-case': {
    about: 'a verification request is not answered in time',
    ledger: 'embedded',
    harms: true,
    tell: overdueCase,
  },
  'lost-message': { about: 'documents that arrived are lost, and one is never sent', harms: true, tell: lostMessage },
  'back-to-back': {
    about: 'goods pass through three members, and their first certificate is annulled',
    harms: false,
    tell: backToBack,
  },
  collusion: {
    about: 'three members write in the names of two others, and everybody finds it',
    harms: true,
    tell: collusion,
  },
}
