import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { load } from './load.mjs';

const [names, session, link, equivalents, palette, contrast, surroundings, { History }, close] = await load(
  'session/names', 'session/session', 'session/link', 'session/equivalents', 'session/palette', 'scoring/contrast',
  'session/surroundings', 'session/history');
after(close);

test('names are read as the library reads them', () => {
  assert.deepEqual(names.parseName('cat'), { label: 'cat', synonyms: ['cat'] });
  assert.deepEqual(names.parseName(' sofa | couch = seat '), { label: 'seat', synonyms: ['sofa', 'couch'] });
  assert.deepEqual(names.parseName('a==b=c'), { label: 'c', synonyms: ['a=b'] });
  for (const wrong of ['', ' ', '|', 'a|', 'a=', 'a=b=c', 'a=b|c', 'x'.repeat(1001)]) assert.equal(names.parseName(wrong), null, wrong);
});

test('a name that is not finished counts as far as it goes', () => {
  assert.equal(names.parseDraft('sofa|'), 'sofa');
  assert.equal(names.parseDraft('sofa|couch='), 'sofa|couch');
  assert.equal(names.parseDraft('  '), null);
  assert.equal(names.parseDraft('ca'), 'ca');
});

test('a link gives names and settings back, and no places', () => {
  let made = session.emptySession;
  for (const name of ['cat', 'sofa|couch=seat', 'a & b', 'Straße', 'x==y']) made = session.withName(made, name);
  made = session.withPlace(made, { x: 0.25, y: 0.5 });
  made = session.withSettings({ ...made, background: ['wall', 'floor'] }, {
    method: 'naclip', compared: 'maskclip', opacity: 0.3, promptDenoising: 0.5, edges: true, automaticBackground: false });
  const fragment = link.toFragment({ session: made, scene: 3 }), read = link.fromFragment(`#${fragment}`);
  assert.deepEqual(read.session.classes.map((one) => one.text), ['cat', 'sofa|couch=seat', 'a & b', 'Straße', 'x==y']);
  assert.deepEqual(read.session.background, made.background);
  assert.deepEqual(read.session.settings, made.settings);
  assert.equal(read.scene, 3);
  assert.doesNotMatch(fragment, /0\.25/);
});

test('a link that somebody wrote cannot set what it may not', () => {
  for (const fragment of ['#o=7&d=-1&k=NaN&s=1e9', '#m=../../x&c=<b>', '#scene=-1', '#scene=1.5', '#e=maybe', '#n=a=b=c&n=|', '#%']) {
    const read = link.fromFragment(fragment);
    assert.deepEqual(read.session.settings, session.initialSettings, fragment);
    assert.equal(read.session.classes.length, 0, fragment);
    assert.equal(read.scene, null, fragment);
  }
});

test('steps are undone and done again, those of one slider together', () => {
  const history = new History(0);
  history.push(1);
  history.push(2, 'slider');
  history.push(3, 'slider');
  history.undo();
  assert.equal(history.current, 1);
  history.redo();
  assert.equal(history.current, 3);
  history.undo();
  history.undo();
  assert.equal(history.current, 0);
  assert.equal(history.canUndo, false);
  history.push(9);
  assert.equal(history.canRedo, false);
});

test('the command takes names as the shell leaves them', () => {
  const made = session.withName(session.withName(session.emptySession, 'cat'), "dog's ear|$(x)=ear");
  const command = equivalents.toCommand({
    session: made, background: { names: ['wall', 'floor'], isChosen: false }, photo: 'a b.jpg', model: 'photo', method: 'naclip' });
  assert.equal(command, "maskclip segment 'a b.jpg' --model photo --method naclip --prompt cat --prompt 'dog'\\''s ear|$(x)=ear' " +
    "--background 'wall,floor' --guided-filter 0 --output out");
});

test('background words are those chosen for the names, or the ones before without what is asked for', async () => {
  const answers = { cat: ['sky', 'tree'], 'cat\nTree|bush=plant': ['sky', 'wall'] };
  const chosen = new surroundings.Surroundings({ background: async (names) => ({ words: answers[names.join('\n')] }) }, 'photo');
  assert.deepEqual(chosen.around(['cat']), []);
  assert.equal(await chosen.choose(['cat']), true);
  assert.ok(chosen.isFor(['cat']));
  const names = ['cat', 'Tree|bush=plant'];
  assert.deepEqual(chosen.around(names), ['sky']);
  assert.equal(await chosen.choose(names), true);
  assert.deepEqual(chosen.around(names), ['sky', 'wall']);
  assert.equal(await chosen.choose(names), false);
});

test('the command and the program say how the background comes about', () => {
  const made = session.withName(session.emptySession, 'cat');
  const asked = { session: made, photo: 'a.jpg', model: 'photo', method: 'naclip' };
  const chosen = { ...asked, background: { names: ['sky', 'wall'], isChosen: true } }, none = { ...asked, background: { names: [], isChosen: false } };
  assert.match(equivalents.toCommand(chosen), /--background auto --guided-filter 0/);
  assert.match(equivalents.toCSharp(chosen), /AutomaticBackground = new AutomaticBackgroundOptions\(\)[^]*Texts = texts/);
  assert.match(equivalents.toCommand(none), /--background none/);
  assert.doesNotMatch(equivalents.toCSharp(none), /Texts/);
});

test('dark and light colors of the palette are 3:1 apart', () => {
  palette.palette.forEach((color, index) => palette.palette.forEach((other, at) => {
    if (index % 2 === at % 2) return;
    const ratio = contrast.contrast(contrast.parseColor(color), contrast.parseColor(other));
    assert.ok(ratio >= 3, `${color} and ${other}: ${ratio}`);
  }));
});
