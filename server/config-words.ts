/** Every key of the environment, and the sentences a fault is told with. */
export const WORDS = {
  heading: '配置有误，未启动：',
  faults: {
    whole: '{key} 应为范围内的整数，现为“{value}”',
    origin: '{key} 应为网址的源（如 https://12345.example.gov.cn，不带路径），现为“{value}”',
    mongodb: '{key} 应以 mongodb:// 或 mongodb+srv:// 开头',
    level: '{key} 应为 silent、error、warn、info、debug 之一，现为“{value}”',
    both: '{key} 与 {key}_FILE 只能设一个',
    half: '渠道“{channel}”只配了一部分：还缺 {key}（{says}）；全部不设则不启用',
    model: 'MODEL_BASE_URL 与 MODEL_NAME 要一起设；都不设则不用语言模型',
    modelUrl: 'MODEL_BASE_URL 应为 http 或 https 网址（如 http://127.0.0.1:8000/v1），现为“{value}”',
    file: '{key}_FILE 指向的文件读不了：{value}',
  },
  keys: {
    PORT: { says: '监听端口', example: '12345' },
    HOST: { says: '监听地址', example: '0.0.0.0' },
    DATA_DIR: { says: '数据目录：内置存储、附件、密钥', example: './data' },
    MONGODB_URI: {
      says: 'MongoDB 地址；不设则用内置存储（单机）',
      example: 'mongodb://user:pass@host:27017/jiesu',
    },
    POLICY_DIR: { says: '规则目录；不设则用自带的默认规则', example: './policy' },
    ADMIN_PASSWORD: { says: '管理员初始密码，仅首次启动有效；不设则生成并显示一次', example: '' },
    PUBLIC_URL: {
      says: '市民访问的网址；为 https 时会话 Cookie 只走加密连接',
      example: 'https://12345.example.gov.cn',
    },
    CHAT_ORIGINS: { says: '可以嵌入对话窗的其他网站，逗号分隔', example: 'https://www.example.gov.cn' },
    TRUST_PROXY: { says: '前面可信的反向代理层数，用于识别来访地址', example: '0' },
    MODEL_BASE_URL: {
      says: '语言模型接口（OpenAI 兼容）的地址，到 /v1 为止；不设则不用语言模型',
      example: 'http://127.0.0.1:8000/v1',
    },
    MODEL_NAME: { says: '语言模型的名称，与接口里的一致', example: 'qwen3-8b' },
    MODEL_API_KEY: { says: '语言模型接口的密钥；本机接口多半不用', example: '' },
    LOG_LEVEL: { says: '日志级别：silent、error、warn、info、debug', example: 'info' },
  },
} as const;
