import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { AgreedKeys } from './certificates/agreed-keys'
import { CertificateIds } from './certificates/certificate-ids'
import { PendingRegistrations } from './certificates/pending-registrations'
import { RegistrationWorker } from './certificates/registration-worker'
import { Receipts } from './checks/receipts'
import type { GatewayConfig, LedgerDeadlines } from './config'
import { deadlinesOf } from './config'
import { DeclarationStore } from './declarations/declaration-store'
import { exchangedDocument } from './declarations/exchanged-documents'
import { DeliveryWorker } from './deliveries/delivery-worker'
import { PrivateStore } from './deliveries/private-store'
import { openAuthoritySigner } from './document/authority-signer'
import type { AuthoritySigner } from './document/authority-signer'
import { openExaminer } from './document/examiner'
import type { Examiner } from './document/examiner'
import { IssuanceStore } from './document/issuance-store'
import { openConnection } from './ledger/connection'
import { FabricRegister } from './ledger/fabric-register'
import { PeerBlocks } from './ledger/peer-blocks'
import { Freshness } from './read-model/freshness'
import { Projector } from './read-model/projector'
import { Store } from './read-model/store'
import type { Register } from './register/register'
import { DevelopmentIssuer } from './tokens/development-issuer'
import { StatusStore } from './status/status-store'
import { readJwks, TokenVerifier } from './tokens/token-verifier'

/** What a test may put in the place of the real thing. */
export interface Replacements {
  readonly register?: Register
  readonly clock?: () => Date
}

/** Everything that one gateway consists of, apart from HTTP. Nothing of it is shared between gateways. */
export interface GatewayParts {
  readonly config: GatewayConfig
  readonly deadlines: LedgerDeadlines
  readonly clock: () => Date
  readonly log: Logger
  readonly register: Register
  readonly store: Store
  readonly projector: Projector
  readonly freshness: Freshness
  readonly ids: CertificateIds
  readonly issuances: IssuanceStore
  readonly pending: PendingRegistrations
  readonly registrations: RegistrationWorker
  readonly signers: readonly AuthoritySigner[]
  readonly examiner: Examiner
  readonly declarations: DeclarationStore
  readonly exchanged: PrivateStore
  readonly deliveries: DeliveryWorker
  readonly statusLinks: StatusStore
  readonly receipts: Receipts
  readonly developmentIssuer: DevelopmentIssuer | undefined
  readonly verifier: TokenVerifier
}

/** Makes the parts; the register need not be reachable yet. */
export async function openParts(config: GatewayConfig, log: Logger, replacements: Replacements): Promise<GatewayParts> {
  const deadlines = deadlinesOf(config)
  const clock = replacements.clock ?? ((): Date => new Date())
  await mkdir(config.dataFolder, { recursive: true })
  const store = Store.open(join(config.dataFolder, 'read-model.sqlite'))
  const examiner = await openExaminer(config.trustFile, { store, clock, member: config.member })
  const signers = await Promise.all(config.authorities.map(openAuthoritySigner))
  const developmentIssuer = await DevelopmentIssuer.open(config, clock)
  const keys = [
    ...(await readJwks(config.tokens.jwksFile)),
    ...(developmentIssuer ? [developmentIssuer.publicJwk] : []),
  ]
  const register = replacements.register ?? (await openRegister(config, deadlines))
  const agreedKeys = await AgreedKeys.open(store, config.member, config.keyAgreementKeyFiles ?? [])
  const pending = new PendingRegistrations(join(config.dataFolder, 'pending.sqlite'))
  const projector = new Projector(register, store, log, deadlines.probe)
  const kept = {
    issuances: new IssuanceStore(join(config.dataFolder, 'issued.sqlite')),
    exchanged: new PrivateStore(join(config.dataFolder, 'exchanged.sqlite')),
    declarations: new DeclarationStore(join(config.dataFolder, 'declarations.sqlite')),
    statusLinks: new StatusStore(join(config.dataFolder, 'status.sqlite')),
  }
  return {
    config,
    deadlines,
    clock,
    log,
    register,
    store,
    projector,
    freshness: new Freshness(projector, deadlines.visible),
    ids: new CertificateIds({
      ...{ member: config.member, keys: agreedKeys, store },
      documentOf: (id) => exchangedDocument(kept.exchanged, id),
    }),
    ...kept,
    deliveries: new DeliveryWorker({ config, clock, log, register, store, projector, ...kept }),
    pending,
    registrations: new RegistrationWorker(pending, register, log),
    signers,
    examiner,
    receipts: await Receipts.open(config),
    developmentIssuer,
    verifier: new TokenVerifier(keys, config, clock),
  }
}

/** Lets go of files and connections, in the order of use. */
export async function closeParts(parts: GatewayParts): Promise<void> {
  await parts.registrations.close()
  await parts.deliveries.close()
  await parts.projector.close()
  parts.store.close()
  parts.issuances.close()
  parts.pending.close()
  parts.declarations.close()
  parts.exchanged.close()
  parts.statusLinks.close()
  parts.register.close()
  await parts.receipts.close()
  for (const signer of parts.signers) await signer.close()
}

async function openRegister(
  { member, ledger, identities }: GatewayConfig,
  deadlines: LedgerDeadlines,
): Promise<Register> {
  const own = await openConnection(ledger, identities, deadlines)
  const others = await Promise.all(
    (ledger.readFallbacks ?? []).map(async (fallback) => {
      const { endpoint, tlsRootCertificateFile, serverName } = fallback
      const { channel, chaincode, mspId } = ledger
      const peer = { channel, chaincode, mspId, endpoint, tlsRootCertificateFile, ...(serverName && { serverName }) }
      return new PeerBlocks(fallback.member, await openConnection(peer, identities, deadlines), ledger)
    }),
  )
  return new FabricRegister(own, ledger, deadlines, [new PeerBlocks(member, own, ledger), ...others])
}
