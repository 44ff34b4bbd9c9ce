import { randomBytes } from 'node:crypto'
import type { CertificateId, Dataset, Signer } from '@eco/domain'
import { parseCertificateId, Refusal, sealDocument, signAsExporter } from '@eco/domain'
import { KeyProblem, keyFileSource, openSigner } from '@eco/signatures'
import { acceptedDataset, readJsonFile } from './dataset'
import { EXIT, readInput, readText, UsageProblem, writeResult } from './io'
import type { Io } from './io'
import { CRYPTOGRAPHY } from './trust'

/** The options of `eco sign`. */
export interface SignOptions {
  readonly key: string
  readonly id?: string
  readonly certificates?: string
  readonly passphraseFile?: string
  readonly officialKey?: string
  readonly exporterKey?: string
  readonly output?: string
}

const SALT_BYTES = 16
const ID_BYTES = 32

/** Seals a dataset by the authority's key; with further keys also an official's and an exporter's signature. */
export async function sign(file: string, options: SignOptions, io: Io): Promise<number> {
  const dataset = acceptedDataset(file, await readJsonFile(file, io), io)
  const signedAt = Math.floor(io.now().getTime() / 1000)
  const passphrase = options.passphraseFile === undefined ? undefined : await readSecret(options.passphraseFile, io)
  const authority = await openKey(options.key, { passphrase, certificates: options.certificates }, io)
  const official =
    options.officialKey === undefined ? undefined : await openKey(options.officialKey, { passphrase }, io)
  const exporterDeclaration = await declare(dataset, options.exporterKey, signedAt, io)
  const { text, documentHash } = await sealDocument({
    dataset,
    id: idOf(options.id, io),
    sealedAt: signedAt,
    authority,
    digest: CRYPTOGRAPHY.digest,
    random: randomBytes,
    ...(official && { official }),
    ...(exporterDeclaration !== undefined && { exporterDeclaration }),
  })
  await writeResult(text, options.output, io)
  io.note(`Document hash: ${documentHash}, key ${authority.keyId}`)
  return EXIT.good
}

// Only the gateways of the two members can make the id by which a certificate is found by its number.
function idOf(given: string | undefined, io: Io): CertificateId {
  if (given === undefined) {
    io.note('No --id: the document gets one of its own, under which no gateway registers it.')
    return parseCertificateId(randomBytes(ID_BYTES).toString('hex'))
  }
  try {
    return parseCertificateId(given, '--id')
  } catch (error) {
    if (error instanceof Refusal) throw new UsageProblem(`${error.detail}.`)
    throw error
  }
}

async function declare(
  dataset: Dataset,
  key: string | undefined,
  signedAt: number,
  io: Io,
): Promise<string | undefined> {
  if (key === undefined) return undefined
  const exporter = await openKey(key, {}, io)
  return signAsExporter(dataset, exporter, { signedAt, salt: randomBytes(SALT_BYTES) })
}

interface KeyOptions {
  readonly passphrase?: string | undefined
  readonly certificates?: string | undefined
}

/** Opens a key from PEM or PKCS #12, by its content. */
async function openKey(file: string, { passphrase, certificates }: KeyOptions, io: Io): Promise<Signer> {
  const bytes = await readInput(file, io)
  try {
    const more = {
      ...(passphrase !== undefined && { passphrase }),
      ...(certificates !== undefined && { certificates: await readText(certificates, io) }),
    }
    return await openSigner(keyFileSource(bytes, more))
  } catch (error) {
    if (error instanceof KeyProblem) throw new UsageProblem(`${file}: ${error.message}`)
    throw error
  }
}

async function readSecret(file: string, io: Io): Promise<string> {
  return (await readText(file, io)).replace(/\r?\n$/, '')
}
