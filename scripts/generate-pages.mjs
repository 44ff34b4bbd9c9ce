import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ROOT } from './prepare.mjs'

// The pages that are made from the tables in the code; tests say when they are out of date.
const { agreementsPage, datasetDocumentation } = createRequire(import.meta.url)(join(ROOT, 'domain/dist/index.js'))
writeFileSync(join(ROOT, 'docs/agreements.md'), agreementsPage())
writeFileSync(join(ROOT, 'docs/dataset.md'), datasetDocumentation())
