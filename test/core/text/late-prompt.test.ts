import { describe, expect, it } from 'vitest'
import { withoutLatePrompt } from '../../../src/core/text/late-prompt.ts'

describe('a prompt behind a file that has no last line break', () => {
  it.each([
    ['    auto=start[root@gw-a ~]# ', '    auto=start'],
    ['}root@gw-a:~# ', '}'],
    ['}admin@gw-a:/etc/swanctl$', '}'],
  ])('is taken off: %s', (line, rest) => {
    expect(withoutLatePrompt(['conn net', line])).toEqual(['conn net', rest])
    expect(withoutLatePrompt([line, '', '  '])).toEqual([rest, '', '  '])
  })

  it.each([
    ['root@gw-a:~# cat /etc/ipsec.conf', '    auto=startroot@gw-a:~#', '    auto=start'],
    ['R1#more flash:old.cfg', 'endR1#', 'end'],
    ['asa/ctx1# show run', ': endasa/ctx1#', ': end'],
  ])('is known by an earlier line, as %s', (first, last, rest) => {
    expect(withoutLatePrompt([first, 'a b', last])).toEqual([first, 'a b', rest])
    expect(withoutLatePrompt(['a b', last])).toEqual(['a b', last])
  })

  it.each([
    'root@gw-a:~#',
    '[root@gw-a ~]#',
    '# as root@gw-a:~#',
    'leftid=user@example.net',
    'R1#',
    ' description to coreR1#',
    '',
  ])('is none in %j', (line) => {
    const lines = ['R1#show running-config', 'conn net', line]
    expect(withoutLatePrompt(lines)).toEqual(lines)
  })

  it('is none before the last line', () => {
    const lines = ['}root@gw-a:~# ', 'conn net']
    expect(withoutLatePrompt(lines)).toEqual(lines)
    expect(withoutLatePrompt([])).toEqual([])
  })
})
