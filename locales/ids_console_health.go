package locales

// What the pages about channels and health say.
const (
	TitleChannels   ID = "title_channels"
	TitleHealth     ID = "title_health"
	ChannelsLate    ID = "channels_late"
	ChannelsNone    ID = "channels_none"
	ChannelsCaption ID = "channels_caption"
	ChannelsState   ID = "channels_state"
	ChannelsKind    ID = "channels_kind"
	ChannelsRate    ID = "channels_rate"
	ChannelsPrice   ID = "channels_price"
	ChannelsUp      ID = "channels_up"
	ChannelsDown    ID = "channels_down"
	ChannelsChat    ID = "channels_chat"
	ChannelsTwoway  ID = "channels_twoway"
	ChannelsOneway  ID = "channels_oneway"
	ChannelsNoLimit ID = "channels_no_limit"
	ChannelsTotal   ID = "channels_total"
	ChannelsWaiting ID = "channels_waiting"
	ChannelsHelp    ID = "channels_help"
	HealthNoBackup  ID = "health_no_backup"
	HealthOldBackup ID = "health_old_backup"
	HealthFine      ID = "health_fine"
	HealthBackup    ID = "health_backup"
	HealthBackupDo  ID = "health_backup_do"
	HealthStore     ID = "health_store"
	HealthStoreDo   ID = "health_store_do"
	HealthQueue     ID = "health_queue"
	HealthQueueDo   ID = "health_queue_do"
	HealthSince     ID = "health_since"
)

var consoleHealthIDs = []ID{
	TitleChannels,
	TitleHealth,
	ChannelsLate,
	ChannelsNone,
	ChannelsCaption,
	ChannelsState,
	ChannelsKind,
	ChannelsRate,
	ChannelsPrice,
	ChannelsUp,
	ChannelsDown,
	ChannelsChat,
	ChannelsTwoway,
	ChannelsOneway,
	ChannelsNoLimit,
	ChannelsTotal,
	ChannelsWaiting,
	ChannelsHelp,
	HealthNoBackup,
	HealthOldBackup,
	HealthFine,
	HealthBackup,
	HealthBackupDo,
	HealthStore,
	HealthStoreDo,
	HealthQueue,
	HealthQueueDo,
	HealthSince,
}
