import type { DatabaseSync } from 'node:sqlite'

/** Forward only: a database is brought up to date by the steps that it has not had. */
const STEPS = [
  `CREATE TABLE checkpoint (
     only INTEGER PRIMARY KEY CHECK (only = 1),
     genesis TEXT NOT NULL,
     block INTEGER NOT NULL,
     hash TEXT NOT NULL,
     time TEXT
   ) STRICT;
   CREATE TABLE certificate (
     position INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     issuer TEXT NOT NULL,
     authority TEXT NOT NULL,
     importer TEXT NOT NULL,
     document TEXT NOT NULL,
     block INTEGER NOT NULL,
     record TEXT NOT NULL
   ) STRICT;
   CREATE INDEX certificate_issuer ON certificate (issuer, authority, position);
   CREATE INDEX certificate_importer ON certificate (importer, position);
   CREATE TABLE change (
     sequence INTEGER PRIMARY KEY,
     certificate TEXT NOT NULL,
     block INTEGER NOT NULL,
     transaction_id TEXT NOT NULL,
     time TEXT NOT NULL,
     submitter TEXT NOT NULL,
     record TEXT NOT NULL
   ) STRICT;
   CREATE INDEX change_certificate ON change (certificate, sequence);`,
  // Everything comes again from block 0.
  `DELETE FROM checkpoint;
   DELETE FROM change;
   DROP TABLE certificate;
   CREATE TABLE certificate (
     position INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     issuer TEXT NOT NULL,
     authority TEXT NOT NULL,
     importer TEXT NOT NULL,
     document TEXT NOT NULL,
     delivery TEXT NOT NULL,
     verification TEXT NOT NULL,
     block INTEGER NOT NULL,
     record TEXT NOT NULL
   ) STRICT;
   CREATE INDEX certificate_issuer ON certificate (issuer, authority, position);
   CREATE INDEX certificate_importer ON certificate (importer, position);
   CREATE TABLE record (
     position INTEGER PRIMARY KEY,
     key TEXT NOT NULL UNIQUE,
     block INTEGER NOT NULL,
     time TEXT NOT NULL,
     text TEXT NOT NULL
   ) STRICT;`,
  `CREATE TABLE drawn (
     original TEXT NOT NULL,
     certificate TEXT NOT NULL,
     PRIMARY KEY (original, certificate)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO drawn
     SELECT DISTINCT original.value, certificate.id FROM certificate, json_each(certificate.record, '$.links.originals') AS original;`,
  // Everything comes again from block 0, to be run again.
  `DELETE FROM checkpoint;
   DELETE FROM change;
   DELETE FROM certificate;
   DELETE FROM record;
   DELETE FROM drawn;
   CREATE TABLE objection (
     sequence INTEGER PRIMARY KEY,
     key TEXT NOT NULL,
     certificate TEXT,
     block INTEGER NOT NULL,
     transaction_id TEXT NOT NULL,
     time TEXT NOT NULL,
     submitter TEXT NOT NULL,
     rule TEXT NOT NULL,
     detail TEXT NOT NULL
   ) STRICT;
   CREATE INDEX objection_certificate ON objection (certificate);
   CREATE INDEX objection_key ON objection (key);
   CREATE TABLE private_hash (
     place TEXT PRIMARY KEY,
     hash TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;`,
  `CREATE INDEX certificate_hash ON certificate (json_extract(record, '$.documentHash'));
   CREATE INDEX certificate_redirected ON certificate (importer, issuer, authority)
     WHERE json_extract(record, '$.registeredFor') <> importer;`,
]

/** Applies the missing steps, each in a transaction of its own. */
export function migrate(database: DatabaseSync): void {
  const { user_version: done = 0 } = database.prepare('PRAGMA user_version').get() ?? {}
  for (const [index, step] of STEPS.entries()) {
    if (index < Number(done)) continue
    database.exec(`BEGIN; ${step}; PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}
