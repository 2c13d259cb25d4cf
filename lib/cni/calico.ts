import { FLAG, INTEGER, KeySet, OBJECT, TEXT } from './keys';

/**
 * What calico-ipam reads beside its `ipam`, in the configuration of the plugin that asks it for addresses.
 *
 * @see https://docs.tigera.io/calico/latest/reference/configure-cni-plugins
 */
export const CALICO_IPAM_KEYS: KeySet = {
  datastore_type: TEXT,
  kubernetes: OBJECT,
  policy: OBJECT,
  nodename: TEXT,
  nodename_file: TEXT,
  nodename_file_optional: FLAG,
  hostname: TEXT,
  ipam_lock_file: TEXT,
  log_level: TEXT,
  log_file_path: TEXT,
  log_file_max_size: INTEGER,
  log_file_max_age: INTEGER,
  log_file_max_count: INTEGER,
  etcd_endpoints: TEXT,
  etcd_discovery_srv: TEXT,
  etcd_authority: TEXT,
  etcd_scheme: TEXT,
  etcd_key_file: TEXT,
  etcd_cert_file: TEXT,
  etcd_ca_cert_file: TEXT,
  windows_use_single_network: FLAG,
};
