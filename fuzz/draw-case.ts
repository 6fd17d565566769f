import { type Random, seededRandom } from '../lab/random.ts'
import type { AnalysisRequest, Paste } from '../src/core/index.ts'
import { spellings } from '../test/support/planted-secrets.ts'
import type { Spelling } from '../test/support/spellings/spelling.ts'
import { enlargements } from './enlargements.ts'
import { mutations } from './mutations.ts'
import { oddWord, randomText } from './odd-words.ts'
import { type SeedGroup, seedGroups } from './seed-pastes.ts'

/** What is handed to the program, and what must not come out of it. */
export interface FuzzCase {
  readonly request: AnalysisRequest
  /** Planted in the pastes, each in its spelling. */
  readonly secrets: readonly string[]
}

/** Texts above this are cut, so that one case takes seconds at most. */
const LONGEST = 2_000_000

/** Draws cases of a seed. Each follows from the seed and its number alone. */
export function caseDrawer(seed: number): (number: number) => FuzzCase {
  const groups = seedGroups()
  const texts = groups.flatMap((group) => group.map(({ text }) => text))
  return (number) => drawCase(seededRandom((seed * 1_000_003 + number) >>> 0), groups, texts)
}

function drawCase(random: Random, groups: readonly SeedGroup[], texts: readonly string[]): FuzzCase {
  const secrets: string[] = []
  const pastes = drawGroup(random, groups).map((paste): Paste => {
    const planted = random.chance(0.5) ? withSecrets(spoil(paste.text, random, texts), random, secrets) : null
    return { ...paste, text: planted ?? spoil(paste.text, random, texts) }
  })
  return {
    request: {
      pastes,
      ...(random.chance(0.15) && { probe: drawProbe(random) }),
      ...(random.chance(0.1) && { addresses: { a: oddWord(random), [oddWord(random)]: '203.0.113.1' } }),
      ...(random.chance(0.1) && { tunnel: random.pick(['A-B', '198.51.100.7', oddWord(random)]) }),
      ...(random.chance(0.1) && { laterReplaces: true }),
    },
    secrets,
  }
}

/** The pastes of one tunnel, of two that have nothing to do with each other, or nothing but noise. */
function drawGroup(random: Random, groups: readonly SeedGroup[]): Paste[] {
  const group = random.pick(groups)
  return random.weighted<() => Paste[]>([
    [() => [...group], 14],
    [() => [...group, ...random.pick(groups)].slice(0, 3), 3],
    [() => [random.pick(group)], 2],
    [() => group.map(({ source, text }) => ({ source, text, talk: true, from: random.pick(['U1', 'U2']) })), 1],
    [() => [{ source: oddWord(random), text: randomText(random, random.integer(0, 3_000)) }], 1],
    [() => [{ source: 'all.txt', text: group.map(({ text }) => text).join('\n') }], 2],
  ])()
}

function spoil(text: string, random: Random, others: readonly string[]): string {
  let spoiled = text
  for (let times = random.pick([0, 1, 1, 1, 2, 2, 3, 5, 12]); times > 0; times--) {
    spoiled = random.weighted(mutations)(spoiled, random, others).slice(0, LONGEST)
  }
  if (random.chance(0.04)) spoiled = random.weighted(enlargements)(spoiled, random, others).slice(0, LONGEST)
  return spoiled
}

/** Whole lines, since a spelling that is spoiled is none. */
function withSecrets(text: string, random: Random, secrets: string[]): string {
  const lines = text.split('\n')
  for (let times = random.integer(1, 3); times > 0; times--) {
    const spelling: Spelling = random.pick(spellings)
    const secret = spelling.byShape === true || random.chance(0.5) ? drawSecret(random) : drawWord(random)
    lines.splice(random.integer(0, lines.length), 0, spelling.write(secret))
    secrets.push(secret)
  }
  return lines.join('\n')
}

function drawSecret(random: Random): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'
  return Array.from({ length: 20 }, () => letters[random.integer(0, letters.length - 1)]).join('')
}

/** Nothing but its place tells that it is one. */
function drawWord(random: Random): string {
  return Array.from({ length: 10 }, () => random.pick([...'bdfgklmnprstv']) + random.pick([...'aeiou'])).join('')
}

function drawProbe(random: Random): string {
  const side = () => random.pick(['10.1.0.10', '10.2.0.10', '203.0.113.1', '2001:db8::1', oddWord(random)])
  return `${side()} -> ${side()} ${random.pick(['', 'icmp', 'tcp/443', 'udp/99999', oddWord(random)])}`
}
