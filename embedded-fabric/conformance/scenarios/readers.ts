import { common } from '@hyperledger/fabric-protos'
import type { Signer } from 'embedded-fabric'
import { ask, KINDS, told } from '../raw/blocks'
import type { Seek } from '../raw/blocks'
import { garbled } from '../raw/identities'
import { signerOf } from '../raw/play'
import { now } from '../raw/proposal'
import { spoiled } from '../raw/signature'
import type { ScenarioRun } from '../run'
import { act } from '../scenario'
import type { Json, Scenario } from '../scenario'

/** The same request by different identities. */
function asked(id: string, title: string, parts: (run: ScenarioRun) => Promise<Seek>): Scenario {
  return {
    id: `readers/${id}`,
    title,
    steps: [
      act('seek block 0', async (run) => {
        const seek = await parts(run)
        const found: Record<string, Json> = {}
        for (const kind of KINDS)
          found[kind] = told(await ask(run, [{ start: 'oldest', stop: 'oldest', kind, ...seek }]))
        return found
      }),
    ],
  }
}

function byIdentity(id: string, title: string, signer: (run: ScenarioRun) => Promise<Signer>): Scenario {
  return asked(id, title, async (run) => ({ signer: await signer(run) }))
}

/** To whom blocks are delivered, and what a request for them must say. */
export const READERS: readonly Scenario[] = [
  byIdentity('client', 'a client reads blocks', (run) => run.signer('Org1MSP')),
  byIdentity('peer', 'a peer reads blocks', (run) => signerOf(run, 'Org1MSP', 'peer')),
  byIdentity('other-member', 'another member’s client reads blocks', (run) => run.signer('Org2MSP')),
  byIdentity('expired', 'an expired certificate is forbidden', (run) => signerOf(run, 'Org1MSP', 'expired')),
  byIdentity('not-yet-valid', 'a certificate may read before its time', (run) =>
    signerOf(run, 'Org1MSP', 'not yet valid'),
  ),
  byIdentity('other-authority', 'a certificate of another authority is forbidden', (run) =>
    signerOf(run, 'Org1MSP', 'other authority'),
  ),
  byIdentity('unknown-msp', 'an identity of an MSP that is not there is forbidden', (run) =>
    signerOf(run, 'Org1MSP', 'unknown MSP'),
  ),
  byIdentity('no-certificate', 'an identity that is no certificate is forbidden', async (run) => ({
    ...(await run.signer('Org1MSP')),
    mspId: 'Org1MSP',
    serialized: garbled('Org1MSP'),
    sign: (message) => message,
  })),
  asked('observer', 'an observer reads at its own peer', async () =>
    Promise.resolve({ as: 'WatchMSP', at: 'WatchMSP' }),
  ),
  asked('wrong-signature', 'a wrong signature is forbidden', async (run) => {
    const signer = await run.signer('Org1MSP')
    return { sign: (message) => spoiled(signer.sign(message)) }
  }),
  asked('another-channel', 'another channel is not found', () => Promise.resolve({ channelId: 'elsewhere' })),
  asked('too-old', 'a request whose time is too far from the peer’s is a bad one', () =>
    Promise.resolve({ changeHeader: (header) => header.setTimestamp(now(-3600)) }),
  ),
  asked('without-time', 'a request without a time is a bad one', () =>
    Promise.resolve({ changeHeader: (header) => header.setTimestamp(undefined) }),
  ),
  asked('another-type', 'the type of a request does not matter', () =>
    Promise.resolve({ changeHeader: (header) => header.setType(common.HeaderType.MESSAGE) }),
  ),
  asked('epoch', 'nor does its epoch', () => Promise.resolve({ changeHeader: (header) => header.setEpoch(5) })),
  asked('tls-hash', 'a TLS certificate’s hash is not looked at where clients show none', () =>
    Promise.resolve({ tlsCertificateHash: Buffer.alloc(32, 1) }),
  ),
]
