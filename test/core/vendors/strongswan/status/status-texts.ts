import { readFileSync } from 'node:fs'

/** As strongSwan 5.9.8 prints it, with documentation addresses. */
function fixture(name: string): string {
  return readFileSync(new URL(`../../../../fixtures/strongswan/${name}.txt`, import.meta.url), 'utf8')
}

export const LIST_SAS = fixture('list-sas')
export const LIST_CONNS = fixture('list-conns')
export const STATUSALL = fixture('statusall')
