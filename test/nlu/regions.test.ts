import { regionOf, regions } from '../../nlu/places.js';
import { locate } from '../../nlu/region.js';

const cities = regions.filter((region) => region.level === 'city');
const counties = regions.filter((region) => region.level === 'county');

test('twelve 盟市 and 103 旗县市区, each under its parent, with an area code', () => {
  expect(cities).toHaveLength(12);
  expect(counties).toHaveLength(103);
  expect(new Set(regions.map((region) => region.code)).size).toBe(regions.length);
  for (const county of counties) {
    expect(regionOf(county.parent ?? '')?.level).toBe('city');
    expect(county.tel).toMatch(/^04[78]\d$/);
  }
});

test.each(
  regions.filter((region) => region.level !== 'province').map((region) => [region.name, region.code]),
)('full name %s', (name, code) => {
  expect(locate(`${name}的路灯坏了`).region).toBe(code);
  expect(locate(`我要反映${name}一个小区停水的问题`).region).toBe(code);
});

test.each([
  ['土左旗', '150121'],
  ['土右旗', '150221'],
  ['达茂旗', '150223'],
  ['克旗', '150425'],
  ['喀旗', '150428'],
  ['科左后旗', '150522'],
  ['左中旗', '150521'],
  ['霍林河', '150581'],
  ['东胜', '150602'],
  ['达旗', '150621'],
  ['准旗', '150622'],
  ['伊旗', '150627'],
  ['海拉尔', '150702'],
  ['莫旗', '150722'],
  ['陈旗', '150725'],
  ['临河', '150802'],
  ['乌前旗', '150823'],
  ['乌中旗', '150824'],
  ['杭后', '150826'],
  ['集宁', '150902'],
  ['四子王旗', '150929'],
  ['科右前旗', '152221'],
  ['锡市', '152502'],
  ['东乌旗', '152525'],
  ['西乌旗', '152526'],
  ['阿左旗', '152921'],
  ['呼市', '150100'],
  ['巴盟', '150800'],
  ['锡盟', '152500'],
  ['归绥', '150100'],
  ['昭乌达盟', '150400'],
  ['哲里木盟', '150500'],
  ['伊克昭盟', '150600'],
  ['集宁市', '150902'],
  ['喜桂图旗', '150782'],
  ['昭君墓', '150104'],
  ['响沙湾', '150621'],
  ['居延海', '152923'],
])('short or old name, or a place everybody knows: %s', (name, code) => {
  expect(locate(`${name}这边停水了`).region).toBe(code);
});

test.each(['前旗', '中旗', '后旗', '左旗', '右旗'])('%s alone is asked, not guessed', (name) => {
  const place = locate(`${name}的路灯坏了`);
  expect(place.region).toBeNull();
  expect(place.options.length).toBeGreaterThan(1);
  for (const code of place.options) expect(regionOf(code)).toBeDefined();
});

test('an ambiguous name is resolved by its 盟市 or by the hint', () => {
  expect(locate('巴彦淖尔前旗的路灯坏了').region).toBe('150823');
  expect(locate('兴安盟前旗的路灯坏了').region).toBe('152221');
  expect(locate('前旗的路灯坏了', { region: '150900' }).region).toBe('150926');
  expect(locate('前旗的路灯坏了', { region: '150823' }).region).toBe('150823');
});

test('the most specific place wins', () => {
  expect(locate('呼和浩特市赛罕区大学东路').region).toBe('150105');
  expect(locate('赤峰红山这个热力公司').region).toBe('150402');
});

test('a name inside another word or a road is no place', () => {
  expect(locate('山东河南两省').region).toBeNull();
  expect(locate('包头大街与海拉尔东路路口').region).toBeNull();
  expect(locate('和林业局反映过').region).toBeNull();
});

test('a place outside Inner Mongolia is told apart, with its area code', () => {
  expect(locate('石家庄裕华区我家小区停水三天了').outside?.place).toMatchObject({
    name: '石家庄市',
    tel: '0311',
  });
  expect(locate('北京市朝阳区的事').outside?.place).toMatchObject({ name: '北京市', tel: '010' });
  expect(locate('乌海市海南区的路灯坏了')).toMatchObject({ region: '150303', outside: null });
  expect(locate('海南省三亚市的酒店').outside?.place.name).toBe('海南省');
  expect(locate('北京路的路灯坏了').outside).toBeNull();
  expect(locate('朝阳区有条狗').outside).toBeNull();
});

test('a town names its 旗县', () => {
  expect(locate('锦山镇大厅没人').region).toBe('150428');
  expect(locate('棋盘井这边').region).toBe('150624');
});
