import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Obstacle, onPath } from './obstacle.ts'
import { runCommand } from './run-command.ts'

/** Names another folder into which Debian's libreswan package was unpacked with `dpkg -x`. */
const VARIABLE = 'LIBRESWAN_DIR'

/** Where lab/unpack-libreswan.sh puts it. Installed as a package it would take strongSwan's place. */
const UNPACKED = join(dirname(fileURLToPath(import.meta.url)), '..', '.libreswan')

/** libreswan as the lab runs it. */
export interface Libreswan {
  readonly pluto: string
  readonly addconn: string
  readonly whack: string
  /** A folder with what pluto shall find in place of its helper programs. */
  readonly commands: string
  readonly version: string
}

/** Looks for libreswan and prepares it in the lab's folder; else says what to do. */
export async function findLibreswan(labFolder: string): Promise<Libreswan | Obstacle> {
  const chosen = process.env[VARIABLE]
  const unpacked = chosen === undefined || chosen === '' ? UNPACKED : resolve(chosen)
  const programs = join(unpacked, 'usr/libexec/ipsec')
  if (!existsSync(join(programs, 'pluto'))) {
    const where = unpacked === UNPACKED ? '' : `, or let ${VARIABLE} name a folder that has usr/libexec/ipsec/pluto`
    return { obstacle: `Pairs with libreswan need its package unpacked: run lab/unpack-libreswan.sh${where}.` }
  }
  if (onPath(['certutil']) === undefined) {
    return { obstacle: 'Pairs with libreswan need certutil, which Debian has in libnss3-tools.' }
  }
  const said = await runCommand(join(programs, 'pluto'), ['--version'])
  if (said.code !== 0) {
    const libraries = 'libldns3, libevent-pthreads-2.1-7, libnss3 and libcurl3-nss'
    return { obstacle: `libreswan does not start (it needs ${libraries}): ${said.stderr.trim()}` }
  }
  const commands = join(labFolder, 'libreswan')
  mkdirSync(commands)
  // pluto would run addconn at a moment of its own; the lab loads the configuration itself, once. It also runs
  // `ipsec _updown` for routes and firewalls, of which the lab needs none.
  for (const name of ['addconn', 'ipsec']) writeFileSync(join(commands, name), '#!/bin/sh\n', { mode: 0o755 })
  return {
    pluto: join(programs, 'pluto'),
    addconn: join(programs, 'addconn'),
    whack: join(programs, 'whack'),
    commands,
    version: /Libreswan (\S+)/i.exec(said.stdout)?.[1] ?? 'unknown',
  }
}
