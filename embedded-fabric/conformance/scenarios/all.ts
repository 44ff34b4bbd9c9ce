import type { Scenario } from '../scenario'
import { CALLS } from './calls'
import { CHANNEL_POLICIES } from './channel-policies'
import { CHANNEL_POLICY_MIXTURES } from './channel-policy-mixtures'
import { COLLECTIONS } from './collections'
import { CONFLICTS } from './conflicts'
import { DELIVERY } from './delivery'
import { ENDORSEMENTS } from './endorsements'
import { EVENTS } from './events'
import { FAULTS } from './faults'
import { HEADERS } from './headers'
import { HISTORY } from './history'
import { IDENTITIES } from './identities'
import { KEY_POLICIES } from './key-policies'
import { KEY_POLICY_CHANGES } from './key-policy-changes'
import { LIMITS } from './limits'
import { MALFORMED } from './malformed'
import { OFFLINE } from './offline'
import { PHANTOMS } from './phantoms'
import { POLICIES } from './policies'
import { PRIVATE } from './private'
import { PRIVATE_ACCESS } from './private-access'
import { RANGES } from './ranges'
import { READERS } from './readers'
import { READS } from './reads'
import { CONTEXT, REFUSALS } from './refusals'
import { REPLAYS } from './replays'
import { REVOCATIONS } from './revocations'
import { SIGNATURES } from './signatures'
import { STATUSES } from './statuses'
import { STREAMS } from './streams'

/** Every scenario, by group. */
export const SCENARIOS: readonly Scenario[] = [
  ...READS,
  ...RANGES,
  ...CONFLICTS,
  ...PHANTOMS,
  ...HISTORY,
  ...POLICIES,
  ...CHANNEL_POLICIES,
  ...CHANNEL_POLICY_MIXTURES,
  ...KEY_POLICIES,
  ...KEY_POLICY_CHANGES,
  ...PRIVATE,
  ...PRIVATE_ACCESS,
  ...COLLECTIONS,
  ...EVENTS,
  ...CALLS,
  ...REFUSALS,
  ...CONTEXT,
  ...IDENTITIES,
  ...REVOCATIONS,
  ...SIGNATURES,
  ...ENDORSEMENTS,
  ...HEADERS,
  ...REPLAYS,
  ...MALFORMED,
  ...OFFLINE,
  ...DELIVERY,
  ...READERS,
  ...STREAMS,
  ...STATUSES,
  ...LIMITS,
  ...FAULTS,
]
