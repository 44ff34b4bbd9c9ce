import { Command, CommanderError } from 'commander'
import { VIEW_NAMES } from '@eco/domain'
import { FORMATS, READABLE_FORMATS } from '@eco/domain/formats'
import { convert } from './convert'
import { checkDatasets } from './dataset'
import { EXIT, UsageProblem } from './io'
import type { Io } from './io'
import { pdf } from './pdf'
import { listProfiles, showProfile } from './profile'
import { redactFile } from './redact'
import { sign } from './sign'
import { verify } from './verify'
import type { VerifyOptions } from './verify'
import { verifyBundleFile } from './verify-bundle'
import type { BundleOptions } from './verify-bundle'

const VERIFY_HELP = `
FILE is a signed document (SD-JWT), a PDF that has one attached, a PNG or JPEG picture of the QR code, or a dataset in JSON;
- is standard input. What a file is, is told by its content.

With --bundle FILE an evidence bundle is checked instead: blocks, signatures, endorsements, rules and the document in it.

Exit codes: 0 every document is VALID as far as can be said, 1 one is NOT_VALID, 2 one CANNOT_DETERMINE, 64 usage.

Examples:
  npm run -s eco -- verify certificate.pdf --trust trust.json
  npm run -s eco -- verify *.eco --trust trust.json --json > verdicts.jsonl
  ECO_TOKEN=… npm run -s eco -- verify certificate.eco --trust trust.json --gateway http://localhost:4000`

/** Carries out a command line; gives the exit code. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.good
  const program = programOf(io, (result) => (code = result))
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.good : EXIT.usage
    if (!(error instanceof UsageProblem)) throw error
    io.note(error.message)
    return EXIT.usage
  }
}

function programOf(io: Io, end: (code: number) => void): Command {
  const program = new Command('eco')
  program
    .description('Electronic certificates of origin: check, seal, redact, convert and print them, without a network.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.note(text.trimEnd()) })
    .showHelpAfterError('Add --help for what is possible.')
  addVerify(program, io, end)
  addSign(program, io, end)
  addRedact(program, io, end)
  addConvert(program, io, end)
  addPdf(program, io, end)
  addProfile(program, io, end)
  addDataset(program, io, end)
  return program
}

type Add = (program: Command, io: Io, end: (code: number) => void) => void

const addVerify: Add = (program, io, end) => {
  program
    .command('verify')
    .description('check documents: who signed, what was altered or withheld, form and agreement')
    .argument('[file...]', 'documents, PDFs, pictures of QR codes, datasets; - for standard input')
    .option('--bundle <file>', 'an evidence bundle of a gateway instead of documents; - for standard input')
    .option('--channel <hash>', 'of a bundle: the hash of the channel’s block 0, as your administration was given it')
    .option('--trust <file>', 'trust snapshot: whose keys count; without one nothing is VALID')
    .option('--date <day>', 'check as of this day (YYYY-MM-DD) instead of today')
    .option('--gateway <url>', 'ask the register too, through this gateway')
    .option('--token-file <file>', 'the token for the gateway; else the environment variable ECO_TOKEN')
    .option('--json', 'one line of JSON for each file')
    .addHelpText('after', VERIFY_HELP)
    .action(async (files: string[], options: VerifyOptions & BundleOptions) => {
      requireOneKind(files, options)
      if (options.bundle === undefined) end(await verify(files, options, io))
      else end(await verifyBundleFile(options.bundle, options, io))
    })
}

function requireOneKind(files: readonly string[], { bundle }: BundleOptions): void {
  if ((bundle === undefined) === files.length > 0) return
  throw new UsageProblem('Name either files or one --bundle.')
}

const addSign: Add = (program, io, end) => {
  program
    .command('sign')
    .description('seal a dataset (JSON) by an authority’s key')
    .argument('<dataset>', 'the dataset; - for standard input')
    .requiredOption('--key <file>', 'the authority’s key on P-256: PEM or PKCS #12')
    .option(
      '--id <id>',
      'the id under which it will be registered: GET /api/v1/certificate-ids of the own gateway tells it',
    )
    .option('--certificates <file>', 'its certificates in PEM, where they are not beside the key')
    .option('--passphrase-file <file>', 'the passphrase of the keys')
    .option('--official-key <file>', 'also sign as the official in charge')
    .option('--exporter-key <file>', 'put the exporter’s signed declaration inside')
    .option('-o, --output <file>', 'write here instead of standard output')
    .action(async (file: string, options: Parameters<typeof sign>[1]) => end(await sign(file, options, io)))
}

const addRedact: Add = (program, io, end) => {
  program
    .command('redact')
    .description('leave elements out of a document; its signature and its hash stay')
    .argument('<document>', 'a document or a PDF that has one attached; - for standard input')
    .option('--view <name>', `a named view: ${VIEW_NAMES.join(', ')}`)
    .option('--keep <pointer...>', 'keep only these elements, as JSON Pointers with * for every item')
    .option('--withhold <pointer...>', 'leave these elements out')
    .option('-o, --output <file>', 'write here instead of standard output')
    .action(async (file: string, options: Parameters<typeof redactFile>[1]) => end(await redactFile(file, options, io)))
}

const addConvert: Add = (program, io, end) => {
  program
    .command('convert')
    .description('write a dataset in another format, or read one from it')
    .argument('<file>', 'a dataset, a document, a PDF, or a text in the format of --from; - for standard input')
    .option('--from <format>', `the file’s format: ${READABLE_FORMATS.join(', ')}`)
    .option('--to <format>', `the result’s format: ${FORMATS.join(', ')}; without it the dataset in JSON`)
    .option('-o, --output <file>', 'write here instead of standard output')
    .action(async (file: string, options: Parameters<typeof convert>[1]) => end(await convert(file, options, io)))
}

const addPdf: Add = (program, io, end) => {
  program
    .command('pdf')
    .description('print a document as a PDF with the document attached')
    .argument('<document>', 'a signed document; - for standard input')
    .requiredOption('-o, --output <file>', 'where to write the PDF')
    .option('--true-copy', 'print the words of a certified true copy on it')
    .action(async (file: string, options: Parameters<typeof pdf>[1]) => end(await pdf(file, options, io)))
}

const addProfile: Add = (program, io, end) => {
  const profile = program.command('profile').description('what is known of agreements')
  profile
    .command('list')
    .description('all agreements, with version and hash')
    .option('--json', 'as JSON')
    .action((options: { json?: boolean }) => end(listProfiles(options, io)))
  profile
    .command('show')
    .description('the rules of one agreement, each with its source')
    .argument('<code>', 'for example RCEP')
    .option('--json', 'as the data by which checks are made')
    .action((code: string, options: { json?: boolean }) => end(showProfile(code, options, io)))
}

const addDataset: Add = (program, io, end) => {
  program
    .command('dataset')
    .description('the common dataset')
    .command('check')
    .description('tell every problem of datasets, by themselves and under their agreement; exit code 1 if there is one')
    .argument('<file...>', 'datasets in JSON; - for standard input')
    .option('--json', 'one line of JSON for each file')
    .action(async (files: string[], options: { json?: boolean }) => end(await checkDatasets(files, options, io)))
}
