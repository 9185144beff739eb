const taro = require('babel-preset-taro');
const named = (name) => require(name).default ?? require(name);
/** Our browsers know classes whole (package.json, browserslist), and no decorator is written here. */
const NEEDLESS = ['@babel/plugin-proposal-decorators', '@babel/plugin-transform-class-properties'].map(named);

function preset(...args) {
  const { overrides, ...rest } = taro(...args);
  const kept = overrides.map(({ plugins = [], ...one }) => ({
    ...one,
    plugins: plugins.filter((plugin) => !(Array.isArray(plugin) && NEEDLESS.includes(plugin[0].default ?? plugin[0]))),
  }));
  return { ...rest, overrides: kept };
}

module.exports = {
  presets: [[preset, { framework: 'react', ts: true, compiler: 'webpack5', useBuiltIns: false }]],
};
