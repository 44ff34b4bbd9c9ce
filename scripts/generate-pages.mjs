import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ROOT } from './prepare.mjs'
import { writeRequirementsPage } from './requirements.mjs'

// The pages that are made from the tables in the code; tests say when they are out of date.
const load = (file) => createRequire(import.meta.url)(join(ROOT, 'domain/dist', file))
const { agreementsPage, datasetDocumentation, declarationsPage, exposurePage, processPage, processPictures } =
  load('index.js')
const { formatsPage } = load('formats/documentation.js')
writeFileSync(join(ROOT, 'docs/agreements.md'), agreementsPage())
writeFileSync(join(ROOT, 'docs/data-exposure.md'), exposurePage())
writeFileSync(join(ROOT, 'docs/dataset.md'), datasetDocumentation())
writeFileSync(join(ROOT, 'docs/declaration-checks.md'), declarationsPage())
writeFileSync(join(ROOT, 'docs/formats.md'), formatsPage())
writeFileSync(join(ROOT, 'docs/process.md'), processPage())
mkdirSync(join(ROOT, 'docs/process'), { recursive: true })
for (const [name, text] of Object.entries(processPictures())) writeFileSync(join(ROOT, 'docs/process', name), text)
writeRequirementsPage()
