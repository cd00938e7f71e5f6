// The map's own words. Names of places, vehicles and reasons come with the data.

const WORDS = {
  zh: {
    map: "直达 · 出行方案图", panel: "方案与车辆", search: "查找车号、站点、工厂、车次",
    clear: "清除", all: "全程", home: "出发地", city: "目的地", fit: "缩放到选中",
    colour: "着色", byVehicle: "车辆", byGate: "去向（工厂）", byFill: "满载率", byRole: "环节",
    road: "道路", straight: "直线", print: "打印", language: "English", layers: "图层",
    empties: "空驶", labels: "站名", outline: "底图轮廓", pins: "未安排人员",
    noTiles: "无在线底图", vehicles: "辆", runs: "车次", runCount: "车次数", people: "人", places: "处",
    carried: "已安排", leftOut: "未安排", ownTravel: "自行购票", demand: "需求",
    fill: "满载率", distance: "里程", cost: "费用", perHead: "人均",
    complete: "全员已安排", partial: "部分未安排", infeasible: "无可行方案",
    coach: "大巴", train: "火车", plane: "航班",
    direct: "直达", feeder: "接驳", line_haul: "干线", last_mile: "末端",
    showAll: "全部显示", hideAll: "全部隐藏", only: "只看", expand: "展开", collapse: "收起",
    stop: "站点", arrives: "到", departs: "发", onOff: "上/下", onBoard: "在车",
    timetable: "时刻表", crew: "驾驶员", changes: "换乘衔接", emptyDrives: "空驶", relay: "接驳换班",
    drive: "驾驶", break: "休息", halt: "停驶", rest: "住休", standby: "待班",
    back: "返回列表", pickup: "上车点", factory: "工厂", station: "车站/机场", hotel: "住宿",
    other: "其他站点", merged: "多处合并", play: "播放", pause: "暂停", time: "时刻",
    underway: "行驶", standing: "停靠", done: "已到", toGo: "未发",
    schematic: "虚线为示意走向，非实际道路", schematicShort: "示意走向",
    sketch: "示意图", reasons: "原因", repair: "可行的补救", waiting: "人未安排",
    toward: "去往", seats: "座", boughtSeats: "已购席位", nothing: "没有符合的结果",
    loading: "正在读取地图数据…", failed: "地图数据读取失败", nextDay: "+1天",
    shared: "共用走廊", load: "载客", sum: "合计", night: "夜间 22–6 时", hours: "时",
    minutes: "分", km: "公里", yuan: "元", selected: "已选", clusterHint: "点击放大",
    sameDay: "当日", legend: "图例", stopsHere: "本站各车", mixed: "多车", zoomIn: "放大",
    zoomOut: "缩小", less: "低于", many: "车辆较多：线宽＝人数，点选后看单车详情", width: "线越粗，载客越满",
    resultCount: "条结果", capacity: "座位", base: "车场", start: "首发", end: "末到",
  },
  en: {
    map: "Zhida · plan map", panel: "Plan and vehicles", search: "Find run, stop, factory, train",
    clear: "Clear", all: "Whole way", home: "Origin", city: "Destination", fit: "Zoom to selection",
    colour: "Colour", byVehicle: "vehicle", byGate: "factory", byFill: "fill", byRole: "role",
    road: "Road", straight: "Straight", print: "Print", language: "中文", layers: "Layers",
    empties: "Empty drives", labels: "Stop names", outline: "Outlines", pins: "People left out",
    noTiles: "No tiles", vehicles: "vehicles", runs: "runs", runCount: "runs", people: "people", places: "places",
    carried: "carried", leftOut: "left out", ownTravel: "own ticket", demand: "asked",
    fill: "fill", distance: "distance", cost: "cost", perHead: "a head",
    complete: "Everyone is carried", partial: "Some are left out", infeasible: "No feasible plan",
    coach: "Coach", train: "Train", plane: "Flight",
    direct: "direct", feeder: "feeder", line_haul: "line-haul", last_mile: "last mile",
    showAll: "Show all", hideAll: "Hide all", only: "only", expand: "Expand", collapse: "Collapse",
    stop: "Stop", arrives: "Arr", departs: "Dep", onOff: "On/off", onBoard: "On board",
    timetable: "Timetable", crew: "Drivers", changes: "Connections", emptyDrives: "Empty drives", relay: "Relay",
    drive: "drive", break: "break", halt: "night halt", rest: "rest", standby: "standby",
    back: "Back to list", pickup: "pickup", factory: "factory", station: "station, airport",
    hotel: "hotel", other: "other stop", merged: "several places", play: "Play", pause: "Pause",
    time: "Time", underway: "moving", standing: "standing", done: "arrived", toGo: "to go",
    schematic: "Dashed: schematic way, not the road", schematicShort: "schematic way",
    sketch: "sketch map", reasons: "Reasons", repair: "What would help", waiting: "left out",
    toward: "to", seats: "seats", boughtSeats: "seats bought", nothing: "Nothing found",
    loading: "Reading the map's data…", failed: "The map's data could not be read",
    nextDay: "+1d", shared: "shared corridor", load: "load", sum: "total",
    night: "night 22–6 h", hours: "h", minutes: "min", km: "km", yuan: "yuan",
    selected: "selected", clusterHint: "click to zoom in", sameDay: "same day", legend: "Key",
    stopsHere: "Vehicles here", mixed: "several vehicles", zoomIn: "Zoom in", zoomOut: "Zoom out",
    less: "below", many: "Many vehicles: width = people; select one to see it", width: "Wider line: fuller vehicle",
    resultCount: "results", capacity: "seats", base: "base", start: "first departure",
    end: "last arrival",
  },
};

/** The words of one language. */
export function wordsOf(language) {
  return WORDS[language] || WORDS.zh;
}

// Characters that would turn the text around them, and control characters.
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text of the data: a string, or a pair of Chinese and English; nothing invisible in it. */
export function say(text, language) {
  const chosen = Array.isArray(text) ? text[language === "en" ? 1 : 0] : text;
  return chosen.replace(INVISIBLE, "");
}

/** A short form of a long name, so that one name never breaks the layout. */
export function shorten(text, most) {
  const visible = text.replace(INVISIBLE, "");
  const letters = Array.from(visible);
  return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : visible;
}

/** Thousands separated, no decimals. */
export function whole(number) {
  return Math.round(number).toLocaleString("en-US");
}

/** Whole yuan from fen. */
export function yuan(fen) {
  return "¥" + whole(fen / 100);
}
